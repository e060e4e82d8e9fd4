"""Plan the next drill of a monthly series, with its audience frozen afresh."""

from datetime import datetime

from backend.commands import policy
from backend.commands.actions.drills.keep import keep
from backend.commands.actions.drills.obstacle import obstacle
from backend.commands.actions.drills.tell import tell_planner
from backend.commands.models.drill import Drill
from backend.commands.queries import plans, targets
from backend.commands.rules import drill_dates, drill_life
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import Problem
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.queries import actors


def go_on(drill: Drill) -> None:
    """After a drill has finished or was missed; a series that cannot go on says so."""
    if drill.repeats != drill_life.MONTHLY:
        return
    planner = actors.absent(drill.planned_by)
    cause = obstacle(drill, planner)
    if planner is None or cause is not None:
        _end(drill, cause or drill_life.GRANT_LOST)
        return
    try:
        with db.session.begin_nested():
            _plan_next(drill, planner)
    except Problem as problem:
        _end(drill, drill_life.cause_of(problem.code))


def _plan_next(drill: Drill, planner: Actor) -> None:
    recipients = targets.recipients(targets.scope(drill.target, policy.commanded(planner)))
    kept = ("kind", "name", "plan_code", "slots", "target", "repeats", "planned_by", "series_id")
    following = Drill(
        id=uuid7(),
        previous_id=drill.id,
        plan_version=_version(drill),
        starts_at=_starts_at(drill),
        **{name: getattr(drill, name) for name in kept},
    )
    keep(following, recipients, by=None)


def _starts_at(drill: Drill) -> datetime:
    first = db.session.get_one(Drill, drill.series_id).starts_at
    return drill_dates.following(first, max(clock.now(), drill.starts_at))


def _version(drill: Drill) -> int:
    """The one in force, unless its slots are others: nobody is there to fill them in."""
    newest = plans.one(drill.plan_code)
    before = plans.frozen(drill.plan_code, drill.plan_version)
    return newest.version if newest.content["slots"] == before["slots"] else drill.plan_version


def _end(drill: Drill, cause: str) -> None:
    data = {"cause": cause, "planned_by": str(drill.planned_by)}
    record("drill.series_ended", ("drill", drill.id), area_path=drill.area_path, data=data)
    tell_planner(drill, "series_ended", cause)
