"""An order looked at while it is being made: whom it reaches and what is wrong with it; half-filled is good enough."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.queries import in_force
from backend.areas.rules.paths import ancestors, codes, common, covers
from backend.commands import policy
from backend.commands.queries import conflicts, deciders, forecast, ladder_reach, places, plans, resolved, targets
from backend.commands.queries.resolved import WAYS, Ladder, Leaves, by
from backend.commands.queries.targets import Scope
from backend.commands.rules import lint, texts, two_people
from backend.commands.rules.lifecycle import LONGEST_LIFE
from backend.commands.rules.lint import Finding
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import on_duty
from backend.identity.models import Person

NO_PLAN = ""


def check(
    actor: Actor,
    *,
    plan_code: str | None,
    status: str,
    slots: dict[str, Any],
    target: dict[str, Any],
    expires_at: datetime | None,
    names: bool,
) -> dict[str, Any]:
    """Refuses no content: what issuing would refuse stands in `lint` as an error."""
    own = policy.commanded(actor)
    plan = None if plan_code is None else plans.one(plan_code).content
    drawing, faults = lint.of_drawing(target)
    scope = targets.scope(target if not faults else {**target, "polygon": None, "circle": None}, own)
    steps = ladder_reach.steps(plan, status=status)
    ladder = Ladder([step["channel"] for step in steps])
    leaves = resolved.leaves(targets.recipients(scope), ladder)
    nodes = resolved.nodes(leaves, own)
    area_path = common(*_ends(leaves)) if leaves else None
    filled = None if plan is None else _filled(plan, slots, status)
    return {
        "people": sum(leaf.people for leaf in leaves),
        "registered": _registered(scope),
        "forecast": forecast.of_target(targets.recipients(scope), plan, status=status),
        "storms": ladder_reach.storms(_led(leaves, ladder), steps),
        "reach": {way: sum(getattr(leaf, way) for leaf in leaves) for way in WAYS},
        "places": _places(scope, leaves),
        **_second(actor, area_path, plan),
        "texts": filled,
        "lint": [
            *faults,
            *lint.of_edge(drawing, targets.home_of(own) if drawing else None),
            *_of_place(scope, leaves, nodes, plan),
            *_of_words(plan, slots, filled),
            *lint.of_status(plan_code or NO_PLAN, status),
            *lint.of_expiry(expires_at, clock.now(), LONGEST_LIFE),
        ],
        **(_named(scope, leaves, nodes, plan, ladder) if names else {}),
    }


def _led(leaves: Leaves, ladder: Ladder) -> dict[str, int]:
    return {channel: sum(getattr(leaf, by(channel)) for leaf in leaves) for channel in ladder.channels}


def _ends(leaves: Leaves) -> tuple[str, str]:
    paths = [leaf.node_path for leaf in leaves]
    return min(paths), max(paths)


def _filled(plan: Mapping[str, Any], slots: dict[str, Any], status: str) -> texts.Texts:
    return texts.fill_so_far(plan["texts"], texts.words_so_far(plan["slots"], slots), status=status)


def _registered(scope: Scope) -> int:
    here = select(func.count()).select_from(Person).where(Person.active, targets.at_home(scope))
    return db.session.scalar(here) or 0


def _places(scope: Scope, leaves: Leaves) -> int:
    """Areas at and below what was chosen, and those where the people of a drawing live."""
    drawn = Area.path.in_([leaf.node_path for leaf in leaves])
    inside = or_(within(scope.subtrees), drawn) & ~within(scope.without)
    return db.session.scalar(select(func.count()).select_from(Area).where(in_force(), inside)) or 0


def _second(actor: Actor, area_path: str | None, plan: Mapping[str, Any] | None) -> dict[str, Any]:
    if area_path is None:
        return {"needs_second_person": False, "deciders": 0}
    level = NO_PLAN if plan is None else plan["response_level"]
    needed = two_people.needs_second_person(area_path, level)
    return {"needs_second_person": needed, "deciders": deciders.count(area_path, but=actor.id)}


def _of_place(
    scope: Scope, leaves: Leaves, nodes: Sequence[Mapping[str, Any]], plan: Mapping[str, Any] | None
) -> list[Finding]:
    at = {codes(leaf.node_path)[-1] for leaf in leaves}
    inside = [node for node in nodes if node["area_code"] in at or _is_in(node["path"], scope.subtrees)]
    return [
        *lint.of_recipients(sum(leaf.people for leaf in leaves), sum(leaf.none for leaf in leaves)),
        *lint.of_places(inside),
        *lint.of_duty(len(leaves), _on_duty(scope, leaves)),
        *(lint.of_assembly(plan, _codes(leaves)) if plan and leaves else ()),
        *lint.of_conflicts(conflicts.conflicts(at)),
    ]


def _on_duty(scope: Scope, leaves: Leaves) -> int:
    """Who is on duty or standby in the place, or for more than it, up to its street: a district always has somebody."""
    paths = {leaf.node_path for leaf in leaves}
    above = {path for leaf in paths for path in ancestors(leaf) if not two_people.is_wide(path)}
    column: InstrumentedAttribute[str] = DutyPeriod.area_path
    here = within(scope.subtrees, column) | column.in_(paths | above)
    there = on_duty().where(here).subquery()
    return db.session.scalar(select(func.count()).select_from(there)) or 0


def _is_in(path: str, subtrees: Collection[str]) -> bool:
    return any(covers(subtree, path) for subtree in subtrees)


def _of_words(plan: Mapping[str, Any] | None, slots: dict[str, Any], filled: texts.Texts | None) -> list[Finding]:
    if plan is None or filled is None:
        return []
    faults = list(lint.of_slots(plan["slots"], slots))
    # A label that stands in for a word says nothing about the length of what will stand there.
    return faults if lint.has_errors(faults) else [*faults, *lint.of_texts(filled)]


def _codes(leaves: Leaves) -> set[str]:
    return {code for leaf in leaves for code in codes(leaf.node_path)}


def _named(
    scope: Scope, leaves: Leaves, nodes: list[dict[str, Any]], plan: Mapping[str, Any] | None, ladder: Ladder
) -> dict[str, Any]:
    points = [] if plan is None else places.near(plan["assembly_points"], _codes(leaves))
    return {
        "nodes": nodes,
        "unreachable": resolved.unreachable(targets.recipients(scope), ladder),
        "assembly_points": points,
    }
