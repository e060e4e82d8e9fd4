"""Scripts, campaigns, whom they ask, how often, what was answered; and what was destroyed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7
from backend.paging.rules import outcomes

WAITS = text("outcome IS NULL")
LISTED = text("needs_person AND closed_at IS NULL")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class PagingScript(db.Model):
    """What is asked; each change is a version of its own."""

    __tablename__ = "paging_script"
    __table_args__ = (Index("paging_script_area_path_idx", "area_path", "id"),)

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class PagingScriptVersion(db.Model):
    """As it was written; never changed."""

    __tablename__ = "paging_script_version"

    script_id: Mapped[UUID] = mapped_column(ForeignKey("paging_script.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class PagingCampaign(db.Model):
    """A script put to the people of a place who fit a filter."""

    __tablename__ = "paging_campaign"
    __table_args__ = (
        CheckConstraint(_one_of("state", outcomes.STATES), name="state"),
        Index("paging_campaign_area_path_idx", "area_path", "id"),
        Index("paging_campaign_open_idx", "ends_at", postgresql_where=text("state IN ('running', 'paused')")),
        Index("paging_campaign_purge_after_idx", "purge_after"),
        Index("paging_campaign_starts_at_idx", "starts_at", postgresql_where=text("state = 'draft'")),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    script_id: Mapped[UUID] = mapped_column(ForeignKey("paging_script.id"))
    version: Mapped[int]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath]
    name: Mapped[str]
    #: what the answers are for, as people are told
    purpose: Mapped[str]
    #: where they can ask back; empty: nowhere
    phone: Mapped[str] = mapped_column(default="", server_default=text("''"))
    filter: Mapped[dict[str, Any]]
    #: channel and minutes waited, one after the other
    attempts: Mapped[list[Any]]
    #: 21:00-08:00, when nobody is asked; empty: none
    quiet_hours: Mapped[str]
    state: Mapped[str] = mapped_column(default=outcomes.DRAFT, server_default=outcomes.DRAFT)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: a draft begins by itself then; none: by hand
    starts_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    lasts_h: Mapped[int]
    #: links lead nowhere after it
    ends_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    keep_days: Mapped[int]
    #: none while it is open
    purge_after: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]

    def become(self, verb: str) -> None:
        self.state = outcomes.after(self.state, verb)


class PagingTarget(db.Model):
    """Somebody who is asked, as he was found when it started."""

    __tablename__ = "paging_target"
    __table_args__ = (
        CheckConstraint(_one_of("outcome", outcomes.OUTCOMES), name="outcome"),
        CheckConstraint(_one_of("found", outcomes.FOUND), name="found"),
        CheckConstraint("(closed_at IS NULL) = (found IS NULL)", name="closed"),
        Index("paging_target_campaign_person_key", "campaign_id", "person_id", unique=True),
        Index("paging_target_no_key", "no", unique=True),
        Index("paging_target_due_idx", "next_channel", "next_at", postgresql_where=WAITS),
        Index("paging_target_listed_idx", "area_path", "id", postgresql_where=LISTED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    #: what its link says
    no: Mapped[int] = mapped_column(BigInteger, Identity())
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("paging_campaign.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    area_path: Mapped[AreaPath]
    community_path: Mapped[AreaPath]
    #: which attempt is next, from 0
    step: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))
    #: app, sms, voice, or end
    next_channel: Mapped[str | None]
    next_at: Mapped[datetime | None]
    #: sender id: objid of its advisory lock
    claimed_by: Mapped[int | None]
    outcome: Mapped[str | None]
    outcome_at: Mapped[datetime | None]
    #: app, sms, voice: by what he answered
    via: Mapped[str | None]
    #: the robot could not settle it
    needs_person: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: what the call by hand came to
    found: Mapped[str | None]
    note: Mapped[str | None]


class PagingAttempt(db.Model):
    """One try to ask somebody over one channel."""

    __tablename__ = "paging_attempt"
    __table_args__ = (
        CheckConstraint("state IN ('claimed', 'waiting', 'accepted', 'delivered', 'failed')", name="state"),
    )

    target_id: Mapped[UUID] = mapped_column(ForeignKey("paging_target.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    channel: Mapped[str]
    state: Mapped[str]
    begun_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    #: HTTP status of the last try; 0: no answer came
    last_status: Mapped[int | None]


class PagingAnswer(db.Model):
    """What somebody said to one question."""

    __tablename__ = "paging_answer"

    target_id: Mapped[UUID] = mapped_column(ForeignKey("paging_target.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    abnormal: Mapped[bool]
    via: Mapped[str]
    at: Mapped[datetime]


class PagingDay(db.Model):
    """What is left of a campaign whose answers were destroyed: counts of a community."""

    __tablename__ = "paging_day"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("paging_campaign.id"), primary_key=True)
    community_path: Mapped[AreaPath] = mapped_column(primary_key=True)
    day: Mapped[date]
    targets: Mapped[int]
    by_robot: Mapped[int]
    needed_person: Mapped[int]
    #: calls that people made
    handled: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    seconds: Mapped[int] = mapped_column(BigInteger)


class PagingDestruction(db.Model):
    """That answers are gone: how many of what, and a hash over their ids and the record before."""

    __tablename__ = "paging_destruction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("paging_campaign.id"))
    at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]
    previous: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
