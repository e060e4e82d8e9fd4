"""The cockpits of a subtree are put into a mode, with a reason; open screens look again."""

from typing import Any

from backend.areas.models import Area
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.indicators import policy
from backend.indicators.models.watch import CockpitMode
from backend.indicators.queries import modes
from backend.indicators.rules.layout import NORMAL


def switch_mode(actor: Actor, *, area: str, mode: str, reason: str) -> dict[str, Any]:
    """Back to normal, the mode of the area above holds again."""
    place = policy.switchable(actor, area)
    # One switch after another, so that each sees the mode that it leaves.
    db.session.get_one(Area, place.code, with_for_update=True)
    last = modes.own(place.code)
    if (last.mode if last is not None else NORMAL) == mode:
        refuse("cockpit.mode_same")
    made = CockpitMode(area_code=place.code, area_path=place.path, mode=mode, reason=reason.strip(), by=actor.id)
    db.session.add(made)
    db.session.flush()
    data = {"mode": mode, "before": last.mode if last is not None else NORMAL, "reason": made.reason}
    record("cockpit.mode_switched", ("cockpit", place.code), actor=actor, area_path=place.path, data=data)
    return {**modes.at(place.path), "shown": modes.at(place.path)["key"], "may_switch": True}
