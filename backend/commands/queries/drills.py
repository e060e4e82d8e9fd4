"""Reads of drills: those that touch what somebody watches, and those he planned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from backend.areas.rules.paths import covers
from backend.commands import policy
from backend.commands.models.drill import Drill
from backend.commands.models.plan import PlanVersion
from backend.commands.queries import drill_places, drill_story, plans
from backend.commands.rules import drill_life, texts
from backend.commands.rules.cap import EXERCISE
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

#: columns of a drill as they are shown, without change
SHOWN = (
    *("id", "kind", "name", "plan_code", "plan_version", "starts_at", "repeats", "state", "people"),
    *("planned_at", "order_id", "series_id", "previous_id"),
)
#: earlier drills to compare with
EARLIER = 5


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    version = (PlanVersion.plan_code == Drill.plan_code) & (PlanVersion.version == Drill.plan_version)
    return (
        select(Drill, Person.name.label("planner"), PlanVersion.content["title"].label("title"))
        .join(Person, Person.id == Drill.planned_by)
        .join(PlanVersion, version)
        .where(policy.sees_drill(actor))
    )


def listed(actor: Actor, *, when: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """What is to come, the next first; what is over, and everything, the latest first."""
    query = visible_to(actor)
    is_coming = Drill.state.in_(drill_life.UPCOMING)
    if when is not None:
        query = query.where(is_coming if when == "upcoming" else ~is_coming)
    shown = page(
        query, by=(Drill.starts_at, Drill.id), cursor=cursor, limit=limit, descending=when != "upcoming", show=_itself
    )
    causes = drill_story.causes([row.Drill.id for row in shown["items"]])
    shown["items"] = [_shown(actor, row, causes.get(row.Drill.id)) for row in shown["items"]]
    return shown


def row(actor: Actor, drill_id: UUID) -> Row[Any]:
    found = db.session.execute(visible_to(actor).where(Drill.id == drill_id)).one_or_none()
    if found is None:
        refuse("drill.not_found")
    return found


def one(actor: Actor, drill_id: UUID) -> dict[str, Any]:
    """With all that was planned, what became of it, and what came of the drills before it."""
    found = row(actor, drill_id)
    drill: Drill = found.Drill
    plan = plans.frozen(drill.plan_code, drill.plan_version)
    seen = policy.watched(actor, issuer_id=drill.planned_by, area_path=drill.area_path)
    words = texts.words_of(plan["slots"], drill.slots)
    return {
        **_shown(actor, found, drill_story.causes([drill.id]).get(drill.id)),
        "slots": drill.slots,
        "target": drill.target,
        "texts": texts.fill(plan["texts"], words, status=EXERCISE),
        "places": drill_places.streets(drill.id, seen),
        "streets": _streets(drill, seen),
        "story": drill_story.story(drill.id),
        "earlier": _earlier(actor, drill),
    }


def _streets(drill: Drill, seen: Sequence[str]) -> list[dict[str, Any]]:
    """Of the result, what lies in the subtrees looked into, or above one of them."""
    if drill.result is None:
        return []
    paths = drill_places.paths([street["area_code"] for street in drill.result["streets"]])
    return [
        street
        for street in drill.result["streets"]
        if any(covers(own, paths[street["area_code"]]) or covers(paths[street["area_code"]], own) for own in seen)
    ]


def _earlier(actor: Actor, drill: Drill) -> list[dict[str, Any]]:
    """Finished before it, the latest first: of its series, or else with the same plan in the same place."""
    alike = (Drill.kind == drill.kind) & (Drill.plan_code == drill.plan_code) & (Drill.area_path == drill.area_path)
    query = (
        visible_to(actor)
        .where((Drill.series_id == drill.series_id) | alike, Drill.id != drill.id)
        .where(Drill.state == drill_life.FINISHED, Drill.starts_at < drill.starts_at)
        .order_by(Drill.starts_at.desc(), Drill.id.desc())
        .limit(EARLIER)
    )
    return [_shown(actor, found, None) for found in db.session.execute(query)]


def _shown(actor: Actor, found: Row[Any], cause: str | None) -> dict[str, Any]:
    drill: Drill = found.Drill
    return {
        **{name: getattr(drill, name) for name in SHOWN},
        "plan_title": found.title,
        "planned_by": {"id": drill.planned_by, "name": found.planner},
        "cause": cause,
        "may_run": policy.may_run(actor, drill),
        "result": _totals(drill),
    }


def _totals(drill: Drill) -> dict[str, Any] | None:
    """The result but for its streets, which are not everybody's to see."""
    if drill.result is None:
        return None
    return {name: value for name, value in drill.result.items() if name != "streets"}


def _itself(found: Row[Any]) -> Row[Any]:
    return found
