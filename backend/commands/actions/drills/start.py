"""Start a drill: issue its order in the name of its planner."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from backend.commands import policy
from backend.commands.actions import dispatch
from backend.commands.actions.drills.hold import hold
from backend.commands.actions.drills.keep import audience
from backend.commands.actions.drills.obstacle import obstacle
from backend.commands.models.drill import Drill
from backend.commands.queries import drills, plans, targets
from backend.commands.rules import drill_life, texts
from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.two_people import EXEMPT
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.queries import actors

REFUSALS = {drill_life.GRANT_LOST: "drill.grant_lost", drill_life.PLAN_WITHDRAWN: "drill.plan_withdrawn"}


def start(actor: Actor, drill_id: UUID) -> dict[str, Any]:
    """Now, whenever it was planned for; the drill as shown."""
    drill = hold(actor, drill_id)
    drill_life.become("start", drill.state)
    planner = actors.absent(drill.planned_by)
    cause = obstacle(drill, planner)
    if planner is None or cause is not None:
        refuse(REFUSALS[cause or drill_life.GRANT_LOST])
    begin(drill, planner=planner, by=actor, stamps={})
    return drills.one(actor, drill_id)


def begin(drill: Drill, *, planner: Actor, by: Actor | None, stamps: dict[str, Any]) -> None:
    """The caller holds the drill and has found no obstacle. A drill needs no second person."""
    plan = plans.frozen(drill.plan_code, drill.plan_version)
    words = texts.words_of(plan["slots"], drill.slots)
    draft = dispatch.Draft(
        id=uuid7(),
        verb="issue",
        status=EXERCISE,
        plan_code=drill.plan_code,
        plan_version=drill.plan_version,
        plan=plan,
        slots=drill.slots,
        texts=texts.fill(plan["texts"], words, status=EXERCISE),
        target=drill.target,
        expires=clock.now() + timedelta(minutes=plan["life_minutes"]),
        stamps=stamps,
        consent=EXEMPT,
    )
    order = dispatch.dispatch(planner, draft, _recipients(drill, planner))
    drill.order_id = order.id
    drill.become("start")
    db.session.flush()
    data = {"status": EXERCISE, "plan": order.plan_code, "identifier": order.identifier}
    record("order.issued", ("order", order.id), actor=planner, area_path=order.area_path, data=data)
    known = {"order_id": str(order.id)}
    record("drill.started", ("drill", drill.id), actor=by, area_path=drill.area_path, data=known)


def _recipients(drill: Drill, planner: Actor) -> Select[*tuple[Any, ...]]:
    if drill.kind == drill_life.COMMUNICATION_TEST:
        return audience(drill)
    return targets.recipients(targets.scope(drill.target, policy.commanded(planner)))
