"""How people are reached: subscriptions, what devices last reported, tests, personal notices, messages outside."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db, uuid7

LIVE = text("gone_at IS NULL")
TO_BE_RETRACTED = text("retract_at IS NOT NULL AND retracted_at IS NULL")


class Subscription(db.Model):
    """A browser's address on a push service. Kept when gone, so that the same endpoint can come back."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("subscription_person_index", "person_id"),
        Index("subscription_live_person_index", "person_id", postgresql_where=LIVE),
        Index("subscription_live_device_index", "device_id", postgresql_where=LIVE),
        # Read backwards: whom keys are prepared for first.
        Index("subscription_live_seen_index", "last_seen_at", "id", postgresql_where=LIVE),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    endpoint: Mapped[str] = mapped_column(unique=True)
    #: the push service: scheme, host and port of the endpoint
    origin: Mapped[str]
    #: the browser's public key and secret, base64url
    p256dh: Mapped[str]
    auth: Mapped[str]
    #: the VAPID key it was made with, and only that one can send to it
    key_id: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    gone_at: Mapped[datetime | None]
    #: gateway, signed_out, unsubscribed, permission, replaced, evicted
    gone_reason: Mapped[str | None]


class PushDevice(db.Model):
    """What a device last said of itself in a heartbeat."""

    __tablename__ = "push_device"
    __table_args__ = (
        CheckConstraint("permission IN ('granted', 'denied', 'default', 'unsupported')", name="permission"),
        CheckConstraint("display_mode IN ('browser', 'standalone')", name="display_mode"),
        Index("push_device_seen_at_index", "seen_at"),
        Index("push_device_person_index", "person_id"),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    permission: Mapped[str]
    seen_at: Mapped[datetime]
    #: of the client; null: an old one that does not say
    app_version: Mapped[str | None]
    #: in a tab, or from the home screen
    display_mode: Mapped[str | None]
    #: whether the browser promised not to throw away what the app keeps
    storage_persisted: Mapped[bool | None]
    #: what waits on it unsent, and since when the oldest does; null: an old client that does not say
    queue_depth: Mapped[int | None]
    oldest_unsent_at: Mapped[datetime | None]


class PushTest(db.Model):
    """One "did it arrive?", sent the way orders are."""

    __tablename__ = "push_test"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'accepted', 'shown', 'failed')", name="state"),
        Index("push_test_due_index", "due_at", postgresql_where=text("state = 'planned'")),
        Index("push_test_device_id_index", "device_id", "created_at"),
        Index("push_test_shown_index", "shown_at", "person_id", postgresql_where=text("shown_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscription.id"))
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    #: sender id: objid of its advisory lock
    claimed_by: Mapped[int | None]
    #: HTTP status of the last try; 0: no answer came
    last_status: Mapped[int | None]
    accepted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]


class Notice(db.Model):
    """A personal message that is no order: somebody is waited for, or something of his was decided."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_subject_id_index", "subject_id", "person_id"),
        Index("notice_expires_at_index", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: what it says, by the name of whoever sends it: submission.pending
    kind: Mapped[str]
    #: what it is about: push topic and tag, so that a newer word takes the place of an older one
    subject_id: Mapped[UUID]
    #: zh, en → title, body
    texts: Mapped[dict[str, Any]]
    #: the page that a tap opens
    navigate: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: nothing is sent after it
    expires_at: Mapped[datetime]
    #: nobody waits for it any more
    withdrawn_at: Mapped[datetime | None]


class NoticeDelivery(db.Model):
    """A notice on its way to one of the person's devices."""

    __tablename__ = "notice_delivery"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'accepted', 'failed', 'withdrawn')", name="state"),
        Index("notice_delivery_due_index", "due_at", postgresql_where=text("state = 'planned'")),
        Index("notice_delivery_notice_id_index", "notice_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"))
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscription.id"))
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: sender id: objid of its advisory lock
    claimed_by: Mapped[int | None]
    #: HTTP status of the last try; 0: no answer came
    last_status: Mapped[int | None]
    accepted_at: Mapped[datetime | None]


class ChannelMessage(db.Model):
    """A message on a channel that leads outside, written before it leaves: so nobody ever sends it a second time."""

    __tablename__ = "channel_message"
    __table_args__ = (
        CheckConstraint(
            "state IN ('sending', 'waiting', 'accepted', 'refused', 'delivered', 'undelivered')", name="state"
        ),
        UniqueConstraint("channel", "subject_id", "person_id", "attempt"),
        Index("channel_message_reference_index", "channel", "reference"),
        Index("channel_message_address_index", "channel", "address", "created_at"),
        Index("channel_message_subject_index", "subject_id"),
        Index("channel_message_expires_at_index", "expires_at"),
        Index("channel_message_retract_index", "retract_at", postgresql_where=TO_BE_RETRACTED),
        Index("channel_message_ask_index", "channel", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str]
    #: the order, and whom it is for
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: sent once more on purpose, it is another message
    attempt: Mapped[int] = mapped_column(default=1, server_default="1")
    #: where it goes: a number, or the provider's id of the person
    address: Mapped[str]
    #: sending: on the line, or nobody knows; waiting: certainly not accepted
    state: Mapped[str] = mapped_column(default="sending", server_default="sending")
    #: the gateway's name for it
    reference: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    #: when the gateway said what became of it
    reported_at: Mapped[datetime | None]
    #: the person's last word: acknowledged, declined, needs_help
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    #: after it an answer by number means something newer
    expires_at: Mapped[datetime]
    #: since when it should be taken back, and when the gateway was told
    retract_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    #: where the gateway tells only when it is asked: when it is asked next, and how often it was
    ask_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")


class ChannelReport(db.Model):
    """What came back and waits until its message is known; gone as soon as it is."""

    __tablename__ = "channel_report"
    __table_args__ = (Index("channel_report_due_at_index", "due_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str]
    state: Mapped[str]
    #: of one of these two the message is known
    reference: Mapped[str]
    address: Mapped[str]
    #: in a call that asks: question → keys
    pressed: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: a report may be quicker than the answer that its message was accepted
    due_at: Mapped[datetime] = mapped_column(default=clock.now)


class RobotPost(db.Model):
    """A word to a group by its robot. Once it is taken nobody takes it a second time."""

    __tablename__ = "robot_post"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'posting', 'posted', 'failed')", name="state"),
        UniqueConstraint("order_id", "robot"),
        Index("robot_post_due_index", "due_at", postgresql_where=text("state = 'planned'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    order_id: Mapped[UUID]
    #: its name in the settings; its address is a secret and stays there
    robot: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    #: sender id: objid of its advisory lock
    claimed_by: Mapped[int | None]
    posted_at: Mapped[datetime | None]
