"""Incidents: what was reported, where and when, and how far the case is; its steps and its photos."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Sequence,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db
from backend.incidents.rules.category import DEADLINE_KINDS
from backend.incidents.rules.lifecycle import ENDED, NO_CASE, STATES
from backend.incidents.rules.reported import ALL_SOURCES

#: The running part of the task numbers. Gaps do not matter, waiting for each other does.
SERIAL = Sequence("incident_serial", metadata=db.metadata)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


IS_OPEN = text(f"state NOT IN ({', '.join(repr(state) for state in ENDED)})")
IS_DROPPED = text(_one_of("state", NO_CASE))
ZERO = text("0")


class Incident(db.Model):
    """One case. What was reported stays as it was; who brought it to its state, when and why, is in its steps."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="state"),
        CheckConstraint(_one_of("source", ALL_SOURCES), name="source"),
        CheckConstraint("(lng_wgs84 IS NULL) = (lat_wgs84 IS NULL)", name="position"),
        CheckConstraint("(measured_lng_wgs84 IS NULL) = (measured_lat_wgs84 IS NULL)", name="measured"),
        CheckConstraint("(pin_lng_wgs84 IS NULL) = (pin_lat_wgs84 IS NULL)", name="pin"),
        CheckConstraint("position_source IN ('gnss', 'network', 'pin')", name="position_source"),
        CheckConstraint(_one_of("deadline_kind", DEADLINE_KINDS), name="deadline_kind"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("(state = 'suspended') = (suspended_from IS NOT NULL)", name="suspended"),
        Index("incident_area_path_idx", "area_path", "recorded_at", "id"),
        Index("incident_reporter_id_idx", "reporter_id", "recorded_at", "id"),
        Index("incident_category_code_idx", "category_code", "happened_at"),
        Index("incident_queue_idx", "area_path", "due_at", "id", postgresql_where=IS_OPEN),
        Index("incident_unit_id_idx", "unit_id", "due_at", "id"),
        Index("incident_next_climb_at_idx", "next_climb_at", postgresql_where=text("next_climb_at IS NOT NULL")),
        Index("incident_merged_into_id_idx", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("incident_lat_lng_idx", "lat_wgs84", "lng_wgs84"),
        Index("incident_recorded_at_idx", "recorded_at", "id"),
        Index("incident_dropped_idx", "ended_at", postgresql_where=IS_DROPPED),
        Index("incident_due_idx", text("(NOT urgent)"), "due_at", "id", postgresql_where=IS_OPEN),
        Index("incident_words_idx", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    #: the task number 任务号
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    category_code: Mapped[str]
    description: Mapped[str]
    source: Mapped[str]
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: the smallest area that holds it
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: where it lies 单元网格, and whose worker looks after it 责任网格; null where no grid is known
    unit_grid_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    duty_grid_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    #: what counts: the pin where one was set, else what was measured
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    #: frozen when it was captured
    measured_lng_wgs84: Mapped[float | None]
    measured_lat_wgs84: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    #: how old the position was at capture, in seconds
    age_s: Mapped[float | None]
    position_source: Mapped[str | None]
    pin_lng_wgs84: Mapped[float | None]
    pin_lat_wgs84: Mapped[float | None]
    #: by the reporter's word or its category's
    urgent: Mapped[bool]
    #: fixed on the spot
    self_handled: Mapped[bool]
    device_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    #: when the person tapped, by the server's clock
    happened_at: Mapped[datetime]
    #: when it arrived
    recorded_at: Mapped[datetime]
    #: whose it is; stays after a return, until it is dispatched anew
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("handling_unit.id"))
    #: until when it should be registered
    register_by: Mapped[datetime]
    registered_at: Mapped[datetime | None]
    #: the last time: the clock starts then
    dispatched_at: Mapped[datetime | None]
    #: of the category when it was dispatched
    deadline_kind: Mapped[str | None]
    deadline_figure: Mapped[int | None]
    #: with what was granted since
    deadline_at: Mapped[datetime | None]
    #: what is due next: its registration, then its handling
    due_at: Mapped[datetime]
    #: what was left of the deadline when it was suspended, in seconds of its kind
    remaining_s: Mapped[int | None] = mapped_column(BigInteger)
    #: the state that it goes back to
    suspended_from: Mapped[str | None]
    #: 0: in time; 1: overdue, who must act knows; 2: the street does; 3: the district does
    climb_level: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=ZERO)
    #: when it is overdue or climbs further; null: not as it is
    next_climb_at: Mapped[datetime | None]
    #: asked for and not yet decided: so many more of the deadline's kind
    extension_figure: Mapped[int | None]
    extension_asked_at: Mapped[datetime | None]
    #: the last time
    handled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: the last time
    urged_at: Mapped[datetime | None]
    #: the first time
    supervised_at: Mapped[datetime | None]
    returns: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=ZERO)
    reworks: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=ZERO)
    #: the case that answers for this one, too; never one that is merged itself
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    #: how content the reporter is, 1–5
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    #: number and description, coded so that each Chinese character is one trigram; see the migrations
    words: Mapped[str] = mapped_column(
        Computed("searchable((number || ' '::text) || description)", persisted=True), deferred=True
    )


class IncidentStep(db.Model):
    """Who did what to a case, when and why. Only added to."""

    __tablename__ = "incident_step"
    __table_args__ = (
        Index("incident_step_incident_id_idx", "incident_id", "no"),
        Index("incident_step_id_key", "id", unique=True),
    )

    no: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    #: made by the client; null: the clock
    id: Mapped[UUID | None]
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    verb: Mapped[str]
    #: of the case, from then on
    state: Mapped[str]
    #: when it arrived
    at: Mapped[datetime]
    #: when the person tapped, by the server's clock
    happened_at: Mapped[datetime]
    #: as the device said; null: the clock
    device_at: Mapped[datetime | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str | None]
    #: what else the step says: a unit, a deadline, a case
    data: Mapped[dict[str, Any]]


class IncidentPhoto(db.Model):
    """A photo that was announced; arrived once its whole file is here and is the one that was announced."""

    __tablename__ = "incident_photo"
    __table_args__ = (
        CheckConstraint("use IN ('report', 'handle', 'check')", name="use"),
        Index("incident_photo_incident_id_idx", "incident_id", "added_at"),
        Index("incident_photo_sha256_idx", "sha256"),
    )

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    #: of the file as the phone has it, in hexadecimal
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    use: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
