"""The rows behind a drill's score: its first order, its recipients place by place, and the streets they are in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from backend.areas.models import Area
from backend.areas.rules.levels import STREET
from backend.areas.rules.paths import covers
from backend.commands.models.delivery import Delivery
from backend.commands.models.drill import Drill
from backend.commands.models.order import Order, OrderNode, OrderProgress
from backend.commands.queries import answer_times
from backend.commands.rules import drill_life
from backend.commands.rules.drill_score import Leaf, Run, Street, score
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import tapped
from backend.core.db import db


def result(drill: Drill) -> dict[str, Any]:
    """What is known now; the drill keeps it when it finishes."""
    order = db.session.get_one(Order, drill.order_id)
    is_frozen = drill.kind == drill_life.COMMUNICATION_TEST
    return score(
        _run(order),
        leaves=_leaves(order),
        places=answer_times.places([order.id]),
        streets=_streets(order),
        planned=drill.people if is_frozen else None,
    )


def of_order(order: Order, *, subtrees: Sequence[str]) -> dict[str, Any]:
    """Any order scored as a drill is, in some of its places."""

    def here(path: str) -> bool:
        return any(covers(subtree, path) for subtree in subtrees)

    return score(
        _run(order),
        leaves=[leaf for leaf in _leaves(order) if here(leaf.path)],
        places=[place for place in answer_times.places([order.id]) if here(place.path)],
        streets=[
            street for street in _streets(order) if here(street.path) or any(covers(street.path, s) for s in subtrees)
        ],
        planned=None,
    )


def _run(order: Order) -> Run:
    """From opening one-key emergency, where that was done; else from the tap, else from when it was due to go out."""
    progress = db.session.get_one(OrderProgress, order.id, populate_existing=True)
    stamps = tapped(order.stamps)
    for name in ("opened", "confirmed"):
        at = stamps[name]
        if at is not None and at <= order.sent:
            return Run(name, at, order.sent, progress.all_accepted_at)
    return Run("queued", progress.queued_at, order.sent, progress.all_accepted_at)


def _leaves(order: Order) -> list[Leaf]:
    deadline = select(func.min(OrderNode.deadline_at)).where(OrderNode.order_id == order.id).scalar_subquery()
    in_time = Delivery.state.in_(answer_times.YES) & (Delivery.answered_at <= deadline)
    query = (
        select(
            Delivery.node_path,
            func.count(),
            func.count().filter(Delivery.state >= State.acknowledged),
            func.count().filter(in_time),
            func.count().filter(Delivery.state <= State.planned),
        )
        .where(Delivery.order_id == order.id)
        .group_by(Delivery.node_path)
        .order_by(Delivery.node_path)
    )
    return [Leaf(*row) for row in db.session.execute(query)]


def _streets(order: Order) -> list[Street]:
    query = (
        select(OrderNode.area_code, OrderNode.area_path, Area.name_zh, Area.name_en)
        .join(Area, Area.code == OrderNode.area_code)
        .where(OrderNode.order_id == order.id, OrderNode.level == STREET)
        .order_by(OrderNode.area_path)
    )
    return [Street(*row) for row in db.session.execute(query)]
