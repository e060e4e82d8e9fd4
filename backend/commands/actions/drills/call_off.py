"""Call a planned drill off: by somebody with a reason, or by the clock with a cause."""

from typing import Any
from uuid import UUID

from backend.commands.actions.drills.hold import hold
from backend.commands.actions.drills.tell import tell_planner
from backend.commands.models.drill import Drill
from backend.commands.queries import drills
from backend.commands.rules import drill_life
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor


def call_off(actor: Actor, drill_id: UUID, *, reason: str) -> dict[str, Any]:
    """The drill as shown. A series that somebody calls off does not go on."""
    drill = hold(actor, drill_id)
    _end(drill, actor, {"cause": drill_life.BY_PERSON, "reason": reason})
    return drills.one(actor, drill_id)


def by_clock(drill: Drill, cause: str, **more: str) -> None:
    """The caller holds the drill."""
    _end(drill, None, {"cause": cause, "planned_by": str(drill.planned_by), **more})


def _end(drill: Drill, by: Actor | None, data: dict[str, str]) -> None:
    drill.become("call_off")
    db.session.flush()
    record("drill.called_off", ("drill", drill.id), actor=by, area_path=drill.area_path, data=data)
    tell_planner(drill, "called_off", data["cause"], by=by, reason=data.get("reason", ""))
