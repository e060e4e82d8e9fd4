"""Plan a drill, or hold one at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions.dispatch import plain
from backend.commands.actions.drills.keep import keep
from backend.commands.actions.drills.start import begin
from backend.commands.models.drill import Drill
from backend.commands.queries import drills, plans, targets
from backend.commands.rules import drill_life, geometry, texts
from backend.commands.rules.cap import EXERCISE
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor

VERSION = 7


def plan(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    kind: str,
    name: str,
    plan_code: str,
    plan_version: int,
    slots: dict[str, Any],
    target: dict[str, Any],
    starts_at: datetime | None,
    repeats: str,
    stamps: dict[str, Any],
) -> dict[str, Any]:
    """Texts and target are checked and the plan's version frozen now; the drill as shown."""
    _check_id(id)
    drill_life.check_plan(kind, plan_code)
    now = clock.now()
    if starts_at is not None:
        drill_life.check_start(starts_at, now)
    _check_words(plan_code, plan_version, slots)
    recipients = targets.recipients(targets.scope(target, policy.commanded(actor)))
    drill = Drill(
        id=id,
        kind=kind,
        name=name.strip(),
        plan_code=plan_code,
        plan_version=plan_version,
        slots=slots,
        target=plain({**target, "polygon": geometry.kept(target["polygon"])}),
        starts_at=starts_at or now,
        repeats=repeats,
        planned_by=actor.id,
        series_id=id,
    )
    keep(drill, recipients, by=actor)
    if starts_at is None:
        begin(drill, planner=actor, by=actor, stamps=stamps)
    return drills.one(actor, id)


def _check_words(plan_code: str, plan_version: int, slots: dict[str, Any]) -> None:
    chosen = plans.one(plan_code)
    if chosen.version != plan_version:
        refuse("plan.changed", version=chosen.version)
    texts.fill(chosen.content["texts"], texts.words_of(chosen.content["slots"], slots), status=EXERCISE)


def _check_id(new_id: UUID) -> None:
    if new_id.version != VERSION:
        refuse("drill.bad_id", id=str(new_id))
    if db.session.get(Drill, new_id) is not None:
        refuse("drill.id_taken")
