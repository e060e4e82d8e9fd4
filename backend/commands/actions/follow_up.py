"""What update, cancel and all-clear share: exactly one live order, locked, ended by the new one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.commands import policy
from backend.commands.actions import stop
from backend.commands.actions.dispatch import Draft, check_id
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import plans
from backend.commands.rules import lifecycle, texts
from backend.commands.rules.plan_content import TEXTS
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def begin(actor: Actor, order_id: UUID, *, verb: str, new_id: UUID) -> Order:
    """The one live order, locked and ended; what it has not sent yet is stopped."""
    check_id(new_id)
    order = _one_to_change(actor, order_id)
    stop.hold_ending(order_id)
    now = clock.now()
    state = lifecycle.state_of(_ended_reason(order_id), order.expires, now)
    stop.end([order_id], reason=lifecycle.become(verb, kind=order.kind, state=state), at=now, by=new_id)
    return order


def _ended_reason(order_id: UUID) -> str | None:
    return db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == order_id))


def _one_to_change(actor: Actor, order_id: UUID) -> Order:
    order: Order | None = db.session.scalar(select(Order).where(Order.id == order_id, policy.sees(actor)))
    if order is None:
        refuse("order.not_found")
    if not policy.may_change(actor, order):
        refuse("actor.forbidden")
    return order


def draft(of: Order, *, new_id: UUID, verb: str, slots: dict[str, Any] | None = None, note: str | None = None) -> Draft:
    """The follower, worded by the plan version that the first order was issued from."""
    plan = plans.frozen(of.plan_code, of.plan_version)
    words = of.slots if slots is None else slots
    return Draft(
        id=new_id,
        verb=verb,
        status=of.status,
        plan_code=of.plan_code,
        plan_version=of.plan_version,
        plan=plan,
        slots=words,
        texts=texts.fill(plan[TEXTS[verb]], texts.words_of(plan["slots"], words), status=of.status),
        target=of.target,
        expires=clock.now() + timedelta(minutes=plan["life_minutes"]),
        stamps={},
        note=note,
        of=of,
    )
