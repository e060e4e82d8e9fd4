"""People, the roles they hold on areas, what they sign in with, and on which device."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7


class Person(db.Model):
    """Anybody an order can reach; has an account only if he signs in."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("language IN ('zh-CN', 'en')", name="language"),
        CheckConstraint("(lng_wgs84 IS NULL) = (lat_wgs84 IS NULL)", name="position"),
        # A subtree, and its pages in order.
        Index("person_area_path_idx", "area_path", "id"),
        Index("person_lat_lng_idx", "lat_wgs84", "lng_wgs84"),
        # The operator class lets the start of a number use it, whatever the server's locale.
        Index("person_phone_idx", "phone", postgresql_ops={"phone": "text_pattern_ops"}),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str]
    phone: Mapped[str]
    #: where the person belongs, which need not be where his roles are
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    language: Mapped[str] = mapped_column(default="zh-CN", server_default="zh-CN")
    #: false after deactivation: signs in no more, receives nothing, stays in old records
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class PersonAddress(db.Model):
    """What a channel that knows people by another name than a number calls somebody."""

    __tablename__ = "person_address"
    __table_args__ = (
        CheckConstraint("channel IN ('work_im', 'app_push')", name="channel"),
        # Said to be two people's, a message would go to the wrong one and count for the other.
        Index("person_address_key", "channel", "address", unique=True),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    #: work_im: the user's id at DingTalk; app_push: the client's id at Getui, or the alias that the app binds
    address: Mapped[str]
    #: which phone said so itself; null: whoever keeps the accounts
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)


class RoleGrant(db.Model):
    """A role on an area; it covers the area's subtree until revoked."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "role_grant_live_area_idx",
            "area_path",
            "role",
            "person_id",
            postgresql_where=text("revoked_at IS NULL"),
        ),
        # One live grant of a role per area, also when two admins tap at once.
        Index(
            "role_grant_live_person_idx",
            "person_id",
            "role",
            "area_code",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath]
    #: the responsible person of the node: without his answer it is not answered
    is_lead: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    #: null when the system granted it (first account, demo world)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]


class Account(db.Model):
    """A username and its password; unique without regard to case."""

    __tablename__ = "account"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    username: Mapped[str]
    #: argon2id, PHC string
    password_hash: Mapped[str]
    #: an issued password opens nothing but the way to change it
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    failed_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    locked_until: Mapped[datetime | None]
    password_changed_at: Mapped[datetime]


Index("account_username_key", func.lower(Account.username), unique=True)


class Attempt(db.Model):
    """Failures per bucket and window. Unlogged: a crash of the server may forget them."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("attempt_expires_at_idx", "expires_at"),
        {"prefixes": ["UNLOGGED"]},
    )

    #: keyed digest of an address or of a name nobody has; never the thing itself
    bucket: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime]


class Device(db.Model):
    """A browser profile on a phone or desk, held by whoever signed in on it last."""

    __tablename__ = "device"
    __table_args__ = (Index("device_person_id_idx", "person_id"),)

    #: made by the client at its first start
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    label: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)


class SessionFamily(db.Model):
    """One sign-in on one device: every token that descends from it lives and dies with it."""

    __tablename__ = "session_family"
    __table_args__ = (
        Index(
            "session_family_live_device_idx",
            "device_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("session_family_person_id_idx", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]
    #: signed_out, removed, everywhere, signed_in_again, other_person, password, deactivated, reused
    reason: Mapped[str | None]
    #: the one refresh token that is good now
    current_jti: Mapped[UUID] = mapped_column(default=uuid7)
    #: the one before: good for 30 s more if its successor got lost on the way
    previous_jti: Mapped[UUID | None]
    rotated_at: Mapped[datetime | None]
