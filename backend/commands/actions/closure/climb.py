"""Let places climb whose clock has run out: who is responsible one level up is told, and must take it over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from backend.commands.actions.closure import tell
from backend.commands.models.closure import NodeClimb
from backend.commands.models.order import Order, OrderNode, OrderProgress
from backend.commands.queries import answered_nodes, watchers
from backend.commands.rules import climbing, lifecycle
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record

#: all the places of a district at once; the rest at the next tick
AT_ONCE = 500


def climb() -> int:
    """Safe to run twice, and by two workers at once; returns how many climbed."""
    now = clock.now()
    due = (
        select(NodeClimb)
        .where(NodeClimb.due_at <= now, NodeClimb.climbed_at.is_(None), NodeClimb.ended_at.is_(None))
        .order_by(NodeClimb.due_at, NodeClimb.order_id, NodeClimb.area_path, NodeClimb.step)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    of_order: defaultdict[UUID, list[NodeClimb]] = defaultdict(list)
    for row in db.session.scalars(due):
        of_order[row.order_id].append(row)
    return sum(_of_order(order_id, climbs, now) for order_id, climbs in of_order.items())


def _of_order(order_id: UUID, climbs: Sequence[NodeClimb], now: datetime) -> int:
    order = db.session.get_one(Order, order_id)
    ended = db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == order_id))
    if not lifecycle.sends(lifecycle.state_of(ended, order.expires, now)):
        _end(climbs, climbing.ORDER_ENDED, now)
        return 0
    answered = answered_nodes.answered(order_id, {one.area_code for one in climbs})
    taken = _taken(order_id)
    climbed = 0
    for one in climbs:
        if one.area_code in answered:
            _end([one], climbing.ANSWERED, now)
        elif one.area_code in taken:
            _end([one], climbing.TAKEN, now)
        else:
            _climb(order, one, now)
            climbed += 1
    db.session.flush()
    return climbed


def _taken(order_id: UUID) -> set[str]:
    by_somebody = (NodeClimb.order_id == order_id, NodeClimb.taken_at.is_not(None))
    return set(db.session.scalars(select(NodeClimb.area_code).where(*by_somebody)))


def _end(climbs: Sequence[NodeClimb], reason: str, now: datetime) -> None:
    for one in climbs:
        one.ended_at, one.ended_reason = now, reason


def _climb(order: Order, one: NodeClimb, now: datetime) -> None:
    of_node = (OrderNode.order_id == order.id, OrderNode.area_code == one.area_code)
    lead = db.session.scalar(select(OrderNode.responsible_person_id).where(*of_node))
    watcher = watchers.responsible(one.to_path, but=lead)
    one.climbed_at = now
    if watcher is None:
        hasten(order.id, one.area_code, now)
    else:
        one.to_person_id = watcher.id
        tell.climbed(order, one, watcher.id)
    data = {
        "climb_id": str(one.id),
        "area_code": one.area_code,
        "to_code": one.to_code,
        "to_person_id": None if watcher is None else str(watcher.id),
        "to_name": None if watcher is None else watcher.name,
    }
    record("order.climbed", ("order", order.id), area_path=one.area_path, data=data)


def hasten(order_id: UUID, area_code: str, now: datetime) -> None:
    """Nobody is there to be waited for: the next step is due at once."""
    pending = (
        NodeClimb.order_id == order_id,
        NodeClimb.area_code == area_code,
        NodeClimb.climbed_at.is_(None),
        NodeClimb.ended_at.is_(None),
    )
    first = select(NodeClimb.id).where(*pending, NodeClimb.due_at > now).order_by(NodeClimb.step).limit(1)
    sooner = update(NodeClimb).where(NodeClimb.id.in_(first.scalar_subquery())).values(due_at=now)
    db.session.flush()
    db.session.execute(sooner.execution_options(synchronize_session=False))
