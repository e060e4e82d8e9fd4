"""Start the drills whose time has come; call off by name what cannot be held or was missed."""

from sqlalchemy import select

from backend.commands.actions.drills.call_off import by_clock
from backend.commands.actions.drills.go_on import go_on
from backend.commands.actions.drills.obstacle import obstacle
from backend.commands.actions.drills.start import begin
from backend.commands.models.drill import Drill
from backend.commands.rules import drill_life
from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem
from backend.core.http.actor import Actor
from backend.identity.queries import actors


def run_due() -> int:
    """Safe to run twice, and by two workers at once: each takes what the other does not hold; returns how many."""
    due = (
        select(Drill)
        .where(Drill.state == drill_life.PLANNED, Drill.starts_at <= clock.now())
        .order_by(Drill.starts_at, Drill.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    taken = db.session.scalars(due).all()
    for drill in taken:
        _run(drill)
    return len(taken)


def _run(drill: Drill) -> None:
    if drill_life.is_missed(drill.starts_at, clock.now()):
        by_clock(drill, drill_life.MISSED)
        go_on(drill)
        return
    planner = actors.absent(drill.planned_by)
    cause = obstacle(drill, planner)
    if planner is None or cause is not None:
        by_clock(drill, cause or drill_life.GRANT_LOST)
        return
    _begin(drill, planner)


def _begin(drill: Drill, planner: Actor) -> None:
    """What is refused is told and stops no other drill."""
    try:
        with db.session.begin_nested():
            begin(drill, planner=planner, by=None, stamps={})
    except Problem as problem:
        by_clock(drill, drill_life.cause_of(problem.code), refusal=problem.code)
