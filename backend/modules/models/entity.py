"""What a module is about, such as a dwelling: its state and why, what is to be done, and until when it stays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class ModuleEntity(db.Model):
    """One entity of a module; its data are in the words of `version`."""

    __tablename__ = "module_entity"
    __table_args__ = (
        CheckConstraint("(hand_state IS NULL) = (hand_until IS NULL)", name="hand"),
        CheckConstraint("(hand_state IS NULL) = (hand_reason IS NULL)", name="hand_reason"),
        # Lists are of a module within a subtree, often in one state only, in the order of the index: a page costs what
        # it shows. A kind in between would have the whole subtree sorted.
        Index("module_entity_list_idx", "module", "area_path", "id"),
        Index("module_entity_state_idx", "module", "state", "area_path", "id"),
        Index("module_entity_purge_after_idx", "purge_after", postgresql_where=text("purge_after IS NOT NULL")),
        # What is to be worked out anew is found here; the clock looks each minute.
        Index("module_entity_computed_on_idx", "computed_on", "id"),
        Index("module_entity_hand_until_idx", "hand_until", postgresql_where=text("hand_until IS NOT NULL")),
        Index(
            "module_entity_source_key",
            "source_id",
            "module",
            "kind",
            unique=True,
            postgresql_where=text("source_id IS NOT NULL"),
        ),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    module: Mapped[str]
    kind: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    version: Mapped[int]
    data: Mapped[dict[str, Any]]
    #: how a list calls it
    label: Mapped[str]
    state: Mapped[str | None]
    #: the day that it came into its state
    state_since: Mapped[date | None]
    #: what the rules say by themselves, and since when: kept on while a state set by hand stands over it
    rule_state: Mapped[str | None]
    rule_since: Mapped[date | None]
    #: which rule says so
    rule: Mapped[str | None]
    #: language → why it is in its state
    why: Mapped[dict[str, Any]]
    #: indicator → whether it is counted, and its number: what the sums are made of
    figures: Mapped[dict[str, Any]]
    #: the day for which state, tasks and figures were worked out
    computed_on: Mapped[date]
    #: set by hand, over what the rules say, until that moment
    hand_state: Mapped[str | None]
    hand_reason: Mapped[str | None]
    hand_until: Mapped[datetime | None]
    hand_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: the record of another domain that the row is of; None where people have filled it in
    source_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    purge_after: Mapped[datetime | None]


class ModuleTask(db.Model):
    """A task of an entity that is not done yet, or was put aside with a reason until it is due anew."""

    __tablename__ = "module_task"
    __table_args__ = (
        CheckConstraint("(dismissed_at IS NULL) = (dismissed_why IS NULL)", name="dismissed"),
        Index("module_task_due_idx", "area_path", "due_on", "entity_id", postgresql_where=text("dismissed_at IS NULL")),
    )

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("module_entity.id", ondelete="CASCADE"), primary_key=True)
    task: Mapped[str] = mapped_column(primary_key=True)
    #: as its entity's
    area_path: Mapped[AreaPath]
    due_on: Mapped[date]
    opens_on: Mapped[date]
    assign: Mapped[str]
    climbs_on: Mapped[date | None]
    climbs_to: Mapped[str | None]
    dismissed_at: Mapped[datetime | None]
    dismissed_why: Mapped[str | None]
    dismissed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ModulePhoto(db.Model):
    """A photo that a form names; arrived once its whole file is here, sent by whoever named it."""

    __tablename__ = "module_photo"
    __table_args__ = (Index("module_photo_sha256_idx", "sha256"),)

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("module_entity.id", ondelete="CASCADE"), primary_key=True)
    #: of the file as the phone has it, in hexadecimal
    sha256: Mapped[str] = mapped_column(primary_key=True)
    #: whoever only reads does not see it
    is_personal: Mapped[bool]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    arrived_at: Mapped[datetime | None]
