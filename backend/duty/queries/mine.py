"""A person's own duty: the period that runs, today's, and where he may check in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import is_now
from backend.duty.rules.hours import day_of
from backend.duty.rules.kinds import KINDS, MAY
from backend.identity.models import Person, RoleGrant


def visible_to(actor: Actor) -> Select[DutyPeriod]:
    """His own, nobody else's."""
    return select(DutyPeriod).where(DutyPeriod.person_id == actor.id)


def one_to_change(actor: Actor, period_id: UUID) -> DutyPeriod:
    """Held until the transaction ends."""
    held = visible_to(actor).where(DutyPeriod.id == period_id).with_for_update()
    found: DutyPeriod | None = db.session.scalar(held.execution_options(populate_existing=True))
    if found is None:
        refuse("duty.not_found")
    return found


def mine(actor: Actor) -> dict[str, Any]:
    """What runs now, what was or is today, newest first, and the places to choose from."""
    today = visible_to(actor).where(
        func.coalesce(DutyPeriod.ended_at, DutyPeriod.ends_at) > day_of(clock.now()),
    )
    shown = (
        today.add_columns(is_now().label("is_now"), Area.name_zh, Area.name_en)
        .join(Area, Area.code == DutyPeriod.area_code)
        .order_by(DutyPeriod.started_at.desc(), DutyPeriod.id)
    )
    rows = db.session.execute(shown).all()
    items = [period_shown(row.DutyPeriod, row.name_zh, row.name_en) for row in rows]
    running = next((item for row, item in zip(rows, items, strict=True) if row.is_now), None)
    return {"now": running, "today": items, "places": [_place(area, kinds) for area, kinds in places(actor)]}


def period_shown(period: DutyPeriod, name_zh: str, name_en: str) -> dict[str, Any]:
    """Past its planned end it shows as ended then, also before the sweep has written so."""
    names = ("id", "kind", "area_code", "via", "started_at", "ends_at", "note")
    is_over = period.ended_at is None and period.ends_at <= clock.now()
    return {
        **{name: getattr(period, name) for name in names},
        "area_name_zh": name_zh,
        "area_name_en": name_en,
        "ended_at": period.ends_at if is_over else period.ended_at,
        "end_reason": "expired" if is_over else period.end_reason,
    }


def places(actor: Actor) -> list[tuple[Area, list[str]]]:
    """Where he may check in, each with the kinds: the areas of his grants, the deepest first, then his home."""
    query = (
        select(Area, func.array_agg(RoleGrant.role).label("roles"))
        .join(RoleGrant, RoleGrant.area_code == Area.code)
        .where(RoleGrant.person_id == actor.id, RoleGrant.revoked_at.is_(None), in_force())
        .group_by(Area.code)
        .order_by(func.length(Area.path).desc(), Area.path)
    )
    granted = [(row.Area, _kinds(row.roles)) for row in db.session.execute(query)]
    found = [(area, kinds) for area, kinds in granted if kinds]
    home = _home(actor)
    if found and home is not None and home.code not in {area.code for area, _ in found}:
        found.append((home, _kinds(sorted(actor.roles))))
    return found


def _home(actor: Actor) -> Area | None:
    query = select(Area).join(Person, Person.area_code == Area.code).where(Person.id == actor.id, in_force())
    return db.session.scalar(query)


def _kinds(roles: Sequence[str]) -> list[str]:
    """The main one first: a volunteer is on standby, whoever works there is on duty."""
    return [kind for kind in KINDS if MAY[kind] & set(roles)]


def _place(area: Area, kinds: list[str]) -> dict[str, Any]:
    return {"area_code": area.code, "area_name_zh": area.name_zh, "area_name_en": area.name_en, "kinds": kinds}
