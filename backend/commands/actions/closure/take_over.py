"""Take a place over that has climbed: from then on somebody named sees to it, and it climbs no further."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.closure import NodeClimb
from backend.commands.models.order import OrderProgress
from backend.commands.queries import climbs
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules import climbing, lifecycle
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.push.actions.notices import withdraw


def take_over(actor: Actor, order_id: UUID, climb_id: UUID) -> dict[str, Any]:
    """The climb as shown. Of two who take it at once, the first has it."""
    seen = scope(actor, order_id, by=policy.WATCH)
    climb = _one(seen, climb_id)
    if not policy.covers_as(actor, climb.to_path, *policy.WATCH):
        refuse("actor.forbidden")
    _check_live(seen)
    now = clock.now()
    free = update(NodeClimb).where(NodeClimb.id == climb_id, NodeClimb.taken_at.is_(None))
    if db.session.scalar(free.values(taken_by=actor.id, taken_at=now).returning(NodeClimb.id)) is None:
        refuse("climb.taken")
    pending = (
        NodeClimb.order_id == order_id,
        NodeClimb.area_code == climb.area_code,
        NodeClimb.climbed_at.is_(None),
        NodeClimb.ended_at.is_(None),
    )
    db.session.execute(update(NodeClimb).where(*pending).values(ended_at=now, ended_reason=climbing.TAKEN))
    withdraw(climb_id)
    data = {"climb_id": str(climb_id), "area_code": climb.area_code, "to_code": climb.to_code}
    record("order.taken_over", ("order", order_id), actor=actor, area_path=climb.area_path, data=data)
    db.session.expire_all()
    return climbs.one(actor, order_id, climb_id)


def _one(seen: Scope, climb_id: UUID) -> NodeClimb:
    here = within(seen.subtrees, NodeClimb.area_path)
    climb: NodeClimb | None = db.session.scalar(
        select(NodeClimb).where(NodeClimb.id == climb_id, NodeClimb.order_id == seen.order.id, here)
    )
    if climb is None or climb.climbed_at is None:
        refuse("climb.not_found")
    return climb


def _check_live(seen: Scope) -> None:
    ended = db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == seen.order.id))
    state = lifecycle.state_of(ended, seen.order.expires, clock.now())
    if not lifecycle.sends(state):
        refuse("order.not_live", state=state)
