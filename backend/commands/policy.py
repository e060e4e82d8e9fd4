"""Who may see, issue and end orders, where a role's name is not enough."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists

from backend.areas.policy import within
from backend.areas.rules.paths import codes, covers, outermost
from backend.commands.models.drill import Drill, DrillPlace
from backend.commands.models.order import Order, OrderNode
from backend.commands.models.submission import Submission
from backend.core.errors import refuse
from backend.core.http.actor import Actor

COMMANDS = "commander"
#: see the orders of their subtree, their board, and the plans
WATCH = (COMMANDS, "duty_officer")
#: read the boards of their subtree
READ_BOARDS = (*WATCH, "analyst")
#: answer for somebody of their subtree whom they met or phoned
ANSWER_FOR = (*WATCH, "grid_worker")
#: edit the plans, where their grant is the district's
EDIT_PLANS = ("system_admin", COMMANDS)
READ_PLANS = (*WATCH, "system_admin")


def commanded(actor: Actor) -> Sequence[str]:
    """The subtrees on which the actor may give orders."""
    return actor.paths_as(COMMANDS)


def sees(actor: Actor, *, by: Sequence[str] = WATCH) -> ColumnElement[bool]:
    """Orders with recipients in the subtrees of the actor's roles `by`, and those he issued himself."""
    own = list(actor.paths_as(*by))
    reaches = exists().where(OrderNode.order_id == Order.id, within(own, OrderNode.area_path))
    return (Order.issuer_id == actor.id) | reaches


def may_change(actor: Actor, order: Order) -> bool:
    """Who issued it, or commands all of the place it went to."""
    return covers_as(actor, order.area_path, COMMANDS) or (actor.id == order.issuer_id and bool(commanded(actor)))


def may_decide(actor: Actor, submission: Submission) -> bool:
    """Who commands or watches over all of the place; never who sent it."""
    return covers_as(actor, submission.area_path, *WATCH) and actor.id != submission.submitter_id


def covers_as(actor: Actor, area_path: str, *roles: str) -> bool:
    """Whether one of the roles is held on all of a place."""
    return any(covers(path, area_path) for path in actor.paths_as(*roles))


def watched(actor: Actor, *, issuer_id: UUID, area_path: str, by: Sequence[str] = READ_BOARDS) -> list[str]:
    """The subtrees of an order's place that the actor looks into: the issuer all of it, others what is theirs."""
    if actor.id == issuer_id:
        return [area_path]
    own = actor.paths_as(*by)
    return outermost(area_path if covers(path, area_path) else path for path in own)


def edits_plans(actor: Actor) -> bool:
    """Plans are the whole district's: a street's commander works from them and changes none."""
    return any(len(codes(path)) == 1 for path in actor.paths_as(*EDIT_PLANS))


def check_edits_plans(actor: Actor) -> None:
    if not edits_plans(actor):
        refuse("plan.district_only")


def sees_drill(actor: Actor) -> ColumnElement[bool]:
    """Drills with recipients in the subtrees that the actor watches, and those he planned himself."""
    own = list(actor.paths_as(*WATCH))
    reaches = exists().where(DrillPlace.drill_id == Drill.id, within(own, DrillPlace.area_path))
    return (Drill.planned_by == actor.id) | reaches


def may_run(actor: Actor, drill: Drill) -> bool:
    """Who planned it, or commands all of the place it is for, starts it and calls it off."""
    covering = any(covers(path, drill.area_path) for path in commanded(actor))
    return covering or (actor.id == drill.planned_by and bool(commanded(actor)))
