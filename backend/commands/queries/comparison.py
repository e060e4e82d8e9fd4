"""An order beside the last drill of the same plan: how fast people acknowledged; it costs what both have recipients."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select

from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import orders
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.queries.recipients import acknowledged
from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.comparison import MOMENTS_S, shares
from backend.commands.rules.stopwatch import seconds_between, tapped
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor

#: of a chain, the message that everybody answers first
FIRST = "alert"


def comparison(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """Of both orders only what lies in the actor's part of this one: like is held beside like."""
    seen = scope(actor, order_id)
    drill = _last_drill(actor, seen)
    return {
        "moments": list(MOMENTS_S),
        "order": _measured(seen.order, seen.subtrees),
        "drill": None if drill is None else _measured(drill.Order, seen.subtrees),
    }


def _last_drill(actor: Actor, seen: Scope) -> Row[Any] | None:
    order = seen.order
    query = (
        orders.visible_to(actor, by=policy.READ_BOARDS)
        .where(
            Order.status == EXERCISE,
            Order.kind == FIRST,
            Order.plan_code == order.plan_code,
            Order.root_id != order.root_id,
            Order.sent < order.sent,
            or_(*(_lies_within_or_covers(path) for path in seen.subtrees)),
        )
        .order_by(Order.sent.desc(), Order.id.desc())
        .limit(1)
    )
    return db.session.execute(query).one_or_none()


def _lies_within_or_covers(path: str) -> ColumnElement[bool]:
    return within([path], Order.area_path) | Order.area_path.in_(ancestors(path))


def _measured(order: Order, subtrees: Sequence[str]) -> dict[str, Any]:
    his_part = (Delivery.order_id == order.id) & within(list(subtrees), Delivery.node_path)
    in_time = [
        func.count().filter(acknowledged(), Delivery.answered_at <= order.sent + timedelta(seconds=moment))
        for moment in MOMENTS_S
    ]
    people, *counts = db.session.execute(select(func.count(), *in_time).where(his_part)).one()
    accepted_at = db.session.scalar(select(OrderProgress.all_accepted_at).where(OrderProgress.order_id == order.id))
    return {
        "order_id": order.id,
        "sent": order.sent,
        "people": people,
        "shares": shares(
            dict(zip(MOMENTS_S, counts, strict=True)),
            people=people,
            elapsed_s=(clock.now() - order.sent).total_seconds(),
        ),
        "seconds_to_accepted": seconds_between(tapped(order.stamps)["opened"], accepted_at),
    }
