"""The ladder of an order as its board shows it: who was told by which step, and what comes next. From counters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.areas.policy import within
from backend.commands.models.ladder import LadderBatch, OrderStep, StepTally
from backend.commands.models.order import OrderNode, OrderProgress, OrderTally
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.queries.ladder_reach import is_open, storm
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor

UNDER_WAY = ("waiting", "claimed")
TOLD = ("accepted", "delivered")


def ladder(actor: Actor, order_id: UUID, *, node: str | None) -> dict[str, Any]:
    """Of the places that the actor looks into."""
    seen = scope(actor, order_id, node)
    now = clock.now()
    progress = db.session.get_one(OrderProgress, order_id, populate_existing=True)
    is_over = progress.ended_at is not None or seen.order.expires <= now
    silent = _silent(seen)
    counted = _counted(seen)
    going = _going_on(order_id)
    after = {step["step"]: step["after_s"] for step in seen.order.ladder}
    steps = [
        _shown(step, after[step.step], counted[step.step], silent if step.step in going and not is_over else 0)
        for step in db.session.scalars(select(OrderStep).where(OrderStep.order_id == order_id).order_by(OrderStep.step))
    ]
    return {"at": now, "steps": steps, "next": _next(steps, now), "silent": silent}


def _silent(seen: Scope) -> int:
    query = (
        select(func.coalesce(func.sum(OrderTally.people), 0))
        .join(OrderNode, _place(OrderTally))
        .where(OrderTally.order_id == seen.order.id, within(seen.subtrees, OrderNode.area_path))
        .where(OrderTally.state.between(State.planned, State.acknowledged - 1))
    )
    return int(db.session.scalar(query) or 0)


def _counted(seen: Scope) -> Mapping[int, Mapping[str, int]]:
    query = (
        select(StepTally.step, StepTally.state, func.sum(StepTally.people))
        .join(OrderNode, _place(StepTally))
        .where(StepTally.order_id == seen.order.id, within(seen.subtrees, OrderNode.area_path))
        .group_by(StepTally.step, StepTally.state)
    )
    found: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for step, state, people in db.session.execute(query):
        found[step][state] = people
    return found


def _place(tally: Any) -> Any:
    return (OrderNode.order_id == tally.order_id) & (OrderNode.area_code == tally.node_code)


def _going_on(order_id: UUID) -> set[int]:
    """Steps that somebody may still be told by because it is their time, or will be."""
    still_open = (LadderBatch.order_id == order_id, LadderBatch.done_at.is_(None))
    return set(db.session.scalars(select(LadderBatch.step).where(*still_open).distinct()))


def _shown(step: OrderStep, after_s: int, counted: Mapping[str, int], silent: int) -> dict[str, Any]:
    """`silent`: who would be told by it now. Who was told already, and is silent still, is not counted twice."""
    told = sum(counted[state] for state in TOLD)
    under_way = sum(counted[state] for state in UNDER_WAY)
    left = max(0, silent - told - under_way - counted["failed"])
    return {
        **{name: getattr(step, name) for name in ("step", "channel", "due_at", "began_at")},
        "after_s": after_s,
        "told": told,
        "delivered": counted["delivered"],
        "under_way": under_way,
        "failed": counted["failed"],
        "left": left,
        "seconds": _seconds(step.channel, left + under_way),
    }


def _next(steps: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Any] | None:
    """The first that is still to come and that somebody would be told by."""
    to_come = [step for step in steps if step["due_at"] > now and step["left"]]
    if not to_come:
        return None
    first = min(to_come, key=lambda step: (step["due_at"], step["step"]))
    shown = {name: first[name] for name in ("step", "channel", "due_at", "seconds")}
    return {**shown, "people": first["left"]}


def _seconds(channel: str, people: int) -> float | None:
    """Until the last of them has been told, at the gateway's limit."""
    return float(storm(channel, people)["seconds"]) if is_open(channel) else None
