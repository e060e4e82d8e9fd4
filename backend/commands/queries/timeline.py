"""What happened to an order, from its facts: tapped, submitted, issued, accepted, first shown, answered, ended."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.commands.models.order import OrderProgress
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules.stopwatch import tapped
from backend.core.db import db
from backend.core.facts import Fact
from backend.core.http.actor import Actor
from backend.identity.models import Person

#: a submission has the id of the order that it becomes
SUBJECTS = ("order", "submission")


def timeline(actor: Actor, order_id: UUID) -> list[dict[str, Any]]:
    """Oldest first. Each receipt is a fact of its own subject: here are only the firsts."""
    seen = scope(actor, order_id)
    return _tapped(seen) + [_shown(row) for row in db.session.execute(_facts(seen))]


def _tapped(seen: Scope) -> list[dict[str, Any]]:
    issuer = {"id": seen.order.issuer_id, "name": seen.row.issuer_name}
    stamps = sorted((at, name) for name, at in tapped(seen.order.stamps).items() if at is not None)
    return [{"at": at, "kind": f"stamp.{name}", "who": issuer, "node": None, "data": {}} for at, name in stamps]


def _facts(seen: Scope) -> Any:
    """The order's own facts and those of the one that ended it, where they concern the viewer's places."""
    ended_by = db.session.scalar(select(OrderProgress.ended_by_order_id).where(OrderProgress.order_id == seen.order.id))
    subjects = [str(subject) for subject in (seen.order.id, ended_by) if subject is not None]
    above = {path for subtree in seen.subtrees for path in ancestors(subtree)}
    place: InstrumentedAttribute[Any] = Fact.area_path
    here = or_(Fact.area_path.is_(None), within(seen.subtrees, place), Fact.area_path.in_(above))
    return (
        select(Fact.at, Fact.kind, Fact.data, Fact.subject_id, Fact.actor_id, Person.name, Area.code)
        .outerjoin(Person, Person.id == Fact.actor_id)
        .outerjoin(Area, Area.path == Fact.area_path)
        .where(Fact.subject_type.in_(SUBJECTS), Fact.subject_id.in_(subjects), here)
        .order_by(Fact.at, Fact.seq)
    )


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "at": row.at,
        "kind": row.kind,
        "who": None if row.actor_id is None else {"id": row.actor_id, "name": row.name},
        "node": row.code,
        "data": {**row.data, "order_id": row.subject_id},
    }
