"""Write a planned drill down: its places, and for a communication test everybody it will go to."""

from typing import Any

from sqlalchemy import Select, func, insert, literal, select

from backend.areas.rules.paths import common
from backend.commands.models.drill import Drill, DrillAudience, DrillPlace
from backend.commands.queries.targets import COLUMNS
from backend.commands.rules import drill_life
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person


def keep(drill: Drill, recipients: Select[*tuple[Any, ...]], *, by: Actor | None) -> Drill:
    """`recipients` selects COLUMNS; the drill is new and learns its place and its count here."""
    chosen = recipients.subquery("chosen")
    by_place = (
        select(chosen.c.node_code, chosen.c.node_path, func.count().label("people"))
        .group_by(chosen.c.node_code, chosen.c.node_path)
        .order_by(chosen.c.node_path)
    )
    places = db.session.execute(by_place).all()
    if not places:
        refuse("order.resolves_to_nobody")
    drill.area_path = common(places[0].node_path, places[-1].node_path)
    drill.people = sum(place.people for place in places)
    db.session.add(drill)
    db.session.flush()
    rows = [
        {"drill_id": drill.id, "area_code": place.node_code, "area_path": place.node_path, "people": place.people}
        for place in places
    ]
    db.session.execute(insert(DrillPlace), rows)
    if drill.kind == drill_life.COMMUNICATION_TEST:
        frozen = select(literal(drill.id), *(chosen.c[name] for name in COLUMNS))
        db.session.execute(insert(DrillAudience).from_select(["drill_id", *COLUMNS], frozen))
    data = {"kind": drill.kind, "plan": drill.plan_code, "starts_at": drill.starts_at.isoformat()}
    record("drill.planned", ("drill", drill.id), actor=by, area_path=drill.area_path, data=data)
    return drill


def audience(drill: Drill) -> Select[*tuple[Any, ...]]:
    """Exactly those who were frozen, but for who has been deactivated since; selects COLUMNS."""
    columns = [getattr(DrillAudience, name) for name in COLUMNS]
    return (
        select(*columns)
        .join(Person, (Person.id == DrillAudience.person_id) & Person.active)
        .where(DrillAudience.drill_id == drill.id)
    )
