"""Finish the drills whose order has ended: the score is computed once and kept."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from backend.commands.actions.drills.go_on import go_on
from backend.commands.models.drill import Drill
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries.drill_result import result
from backend.commands.rules import drill_life
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record

#: of a result, what its fact repeats
TOLD = ("seconds_to_accepted", "seconds_to_answered", "acknowledged_share", "unreached")


def finish_ended() -> int:
    """Safe to run twice, and by two workers at once; returns how many."""
    ended = (
        select(Drill)
        .where(Drill.state == drill_life.STARTED, ~_goes_on())
        .order_by(Drill.id)
        .with_for_update(skip_locked=True, of=Drill)
        .execution_options(populate_existing=True)
    )
    taken = db.session.scalars(ended).all()
    for drill in taken:
        _finish(drill)
    return len(taken)


def _goes_on() -> ColumnElement[bool]:
    """Is the order, or an update of it, live? A drill is scored by its first order and lasts as long as the chain."""
    order, progress = aliased(Order), aliased(OrderProgress)
    return exists().where(
        order.root_id == Drill.order_id,
        order.kind.not_in(LAST_WORDS),
        progress.order_id == order.id,
        progress.ended_at.is_(None),
        order.expires > clock.now(),
    )


def _finish(drill: Drill) -> None:
    drill.result = result(drill)
    drill.become("finish")
    db.session.flush()
    data = {name: drill.result[name] for name in TOLD}
    record("drill.finished", ("drill", drill.id), area_path=drill.area_path, data=data)
    go_on(drill)
