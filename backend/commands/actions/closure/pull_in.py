"""Pull in a substitute for whoever has declined or asks for help and was needed: at once, and nobody twice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from backend.commands.actions import stop
from backend.commands.actions.closure import tell
from backend.commands.actions.closure.climb import hasten
from backend.commands.actions.closure.join import join
from backend.commands.models.closure import Substitute
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderNode, OrderProgress
from backend.commands.queries import candidates
from backend.commands.rules import lifecycle
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import is_now

#: what falls out says, and is kept as the reason
REASONS = {State.declined: "declined", State.needs_help: "needs_help"}


def pull_in(order_id: UUID, person_id: UUID) -> int:
    """Safe to run twice; returns for how many places somebody was found.

    The order's ending is held first, as by everybody who adds to it or ends it.
    """
    stop.hold_ending(order_id)
    now = clock.now()
    order = db.session.get_one(Order, order_id)
    ended = db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == order_id))
    delivery = db.session.get(Delivery, (order_id, person_id), populate_existing=True)
    is_live = lifecycle.sends(lifecycle.state_of(ended, order.expires, now))
    reason = None if delivery is None else REASONS.get(State(delivery.state))
    if delivery is None or reason is None or not is_live:
        return 0
    return sum(_at(order, node, delivery, reason, now) for node in _needed_at(order_id, delivery))


def _needed_at(order_id: UUID, delivery: Delivery) -> list[OrderNode]:
    """Where he is responsible or stands in; who is neither but on duty, at the place where he counts."""
    stands_in = select(Substitute.area_code).where(
        Substitute.order_id == order_id, Substitute.person_id == delivery.person_id
    )
    of_order = select(OrderNode).where(OrderNode.order_id == order_id).order_by(OrderNode.area_path)
    leads = (OrderNode.responsible_person_id == delivery.person_id) | OrderNode.area_code.in_(stands_in)
    found = list(db.session.scalars(of_order.where(leads)))
    if found:
        return found
    his = exists().where(DutyPeriod.person_id == delivery.person_id, DutyPeriod.kind == "duty", is_now())
    return list(db.session.scalars(of_order.where(OrderNode.area_code == delivery.node_code, his)))


def _at(order: Order, node: OrderNode, fell_out: Delivery, reason: str, now: datetime) -> int:
    key = (order.id, node.area_code, fell_out.person_id)
    if db.session.get(Substitute, key) is not None:
        return 0
    found = candidates.next_one(order.id, area_path=node.area_path, level=node.level, for_person=fell_out.person_id)
    told = {"area_code": node.area_code, "for_person_id": str(fell_out.person_id), "said": reason}
    made = Substitute(
        order_id=order.id, area_code=node.area_code, for_person_id=fell_out.person_id, reason=reason, at=now
    )
    db.session.add(made)
    if found is None:
        db.session.flush()
        # Nobody is left to be waited for.
        hasten(order.id, node.area_code, now)
        record("order.no_substitute", ("order", order.id), area_path=node.area_path, data=told)
        return 0
    made.person_id, made.chosen, made.was_recipient = found.id, found.chosen, found.is_recipient
    db.session.flush()
    if found.is_recipient:
        tell.stands_in(order, node.area_code, found.id, for_person=fell_out.person_id)
    else:
        join(order.id, node, found.id, role=found.role, now=now)
    data = {**told, "person_id": str(found.id), "chosen": found.chosen}
    record("order.substituted", ("order", order.id), area_path=node.area_path, data=data)
    return 1
