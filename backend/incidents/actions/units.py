"""Keeping handling units: made, renamed, laid down, and who belongs to them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person, RoleGrant
from backend.incidents import policy
from backend.incidents.models.unit import HandlingUnit, UnitMember
from backend.incidents.queries import units
from backend.incidents.rules import reported


def create(actor: Actor, *, id: UUID, name_zh: str, name_en: str, area_code: str) -> HandlingUnit:  # noqa: A002 - the field's name in the API
    """Inside the actor's own subtree."""
    area = areas.current(area_code)
    if area is None:
        refuse("area.not_found")
    policy.check_units(actor, area.path)
    if not reported.is_id(id) or db.session.get(HandlingUnit, id) is not None:
        refuse("unit.bad_id")
    unit = HandlingUnit(id=id, name_zh=name_zh, name_en=name_en, area_code=area.code, area_path=area.path)
    db.session.add(unit)
    db.session.flush()
    record("unit.created", ("unit", unit.id), actor=actor, area_path=unit.area_path, data={"name_zh": name_zh})
    return unit


def edit(actor: Actor, unit_id: UUID, **changes: str | bool) -> None:
    """One that is laid down keeps the cases that it has."""
    unit = units.kept(actor, unit_id)
    for name, value in changes.items():
        setattr(unit, name, value)
    record("unit.edited", ("unit", unit.id), actor=actor, area_path=unit.area_path, data=dict(changes))


def set_members(actor: Actor, unit_id: UUID, *, people: Sequence[UUID]) -> None:
    """Handlers of its area or of one above; who is not named belongs to it no more."""
    unit = units.kept(actor, unit_id)
    wanted = set(people)
    if wanted - _handlers(actor, unit):
        refuse("unit.not_a_handler")
    there = set(db.session.scalars(select(UnitMember.person_id).where(UnitMember.unit_id == unit.id)))
    gone = UnitMember.person_id.in_(there - wanted)
    db.session.execute(delete(UnitMember).where(UnitMember.unit_id == unit.id, gone))
    db.session.add_all(
        UnitMember(unit_id=unit.id, person_id=person_id, added_by=actor.id) for person_id in sorted(wanted - there)
    )
    db.session.flush()
    data = {"added": sorted(map(str, wanted - there)), "removed": sorted(map(str, there - wanted))}
    record("unit.members_set", ("unit", unit.id), actor=actor, area_path=unit.area_path, data=data)


def _handlers(actor: Actor, unit: HandlingUnit) -> set[UUID]:
    """Active people who hold the role where the actor keeps the units."""
    query = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == policy.HANDLER, RoleGrant.revoked_at.is_(None), Person.active)
        .where(within(list(actor.paths_as(policy.KEEPS_UNITS)), RoleGrant.area_path))
    )
    return set(db.session.scalars(query)) | set(
        db.session.scalars(select(UnitMember.person_id).where(UnitMember.unit_id == unit.id))
    )
