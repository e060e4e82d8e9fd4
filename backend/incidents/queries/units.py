"""Reads of handling units: one's own, those of a place, and who belongs to them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.incidents import policy
from backend.incidents.models.incident import Incident
from backend.incidents.models.unit import HandlingUnit, UnitMember
from backend.incidents.rules.lifecycle import WITH_THE_UNIT

#: who sees units: those who dispatch and look after cases, who works in one, and who keeps them
SEE = (*policy.WATCH, policy.HANDLER, policy.KEEPS_UNITS)


def visible_to(actor: Actor) -> Select[HandlingUnit]:
    """In the actor's subtrees, and those of the areas above that handle there, too."""
    own = list(actor.paths_as(*SEE))
    above = {path for one in own for path in ancestors(one)}
    return select(HandlingUnit).where(or_(within(own, HandlingUnit.area_path), HandlingUnit.area_path.in_(above)))


def listed(actor: Actor) -> list[dict[str, Any]]:
    """With how many cases each has in hand; the nearest to the district first."""
    load = func.count(Incident.id).filter(Incident.state.in_(WITH_THE_UNIT))
    query = (
        visible_to(actor)
        .add_columns(Area.name_zh, Area.name_en, Area.level, load.label("in_hand"))
        .join(Area, Area.code == HandlingUnit.area_code)
        .outerjoin(Incident, Incident.unit_id == HandlingUnit.id)
        .group_by(HandlingUnit.id, Area.code)
        .order_by(HandlingUnit.area_path, HandlingUnit.name_zh, HandlingUnit.id)
    )
    own = mine(actor)
    return [
        {
            **{name: getattr(row.HandlingUnit, name) for name in ("id", "name_zh", "name_en", "active")},
            "area": {"code": row.HandlingUnit.area_code, **_named(row)},
            "in_hand": row.in_hand,
            "is_mine": row.HandlingUnit.id in own,
        }
        for row in db.session.execute(query)
    ]


def one(actor: Actor, unit_id: UUID) -> HandlingUnit:
    found: HandlingUnit | None = db.session.scalar(visible_to(actor).where(HandlingUnit.id == unit_id))
    return found if found is not None else refuse("unit.not_found")


def kept(actor: Actor, unit_id: UUID) -> HandlingUnit:
    """One that the actor keeps, held until the transaction ends."""
    own = within(list(actor.paths_as(policy.KEEPS_UNITS)), HandlingUnit.area_path)
    held = select(HandlingUnit).where(HandlingUnit.id == unit_id, own).with_for_update()
    found: HandlingUnit | None = db.session.scalar(held)
    return found if found is not None else refuse("unit.not_found")


def mine(actor: Actor) -> frozenset[UUID]:
    """The units that the actor belongs to."""
    if policy.HANDLER not in actor.roles:
        return frozenset()
    return frozenset(db.session.scalars(select(UnitMember.unit_id).where(UnitMember.person_id == actor.id)))


def members(unit_id: UUID) -> Sequence[dict[str, Any]]:
    query = (
        select(Person.id, Person.name)
        .join(UnitMember, UnitMember.person_id == Person.id)
        .where(UnitMember.unit_id == unit_id, Person.active)
        .order_by(Person.name, Person.id)
    )
    return [row._asdict() for row in db.session.execute(query)]


def _named(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("level", "name_zh", "name_en")}
