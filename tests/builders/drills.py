"""Makes drills as the API takes them, and plans them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.commands.actions.drills.plan import plan
from backend.commands.models.drill import Drill
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from tests.builders import orders, people

HOUR_S = 3_600


def body(*areas: str, in_s: float | None = HOUR_S, **more: Any) -> dict[str, Any]:
    """What POST /api/drills takes, as JSON: by default an exercise in an hour."""
    return {
        "id": str(uuid7()),
        "kind": "exercise",
        "name": "塌陷疏散演练",
        "plan_code": "road_collapse",
        "plan_version": 1,
        "slots": orders.SLOTS,
        "target": orders.target(*areas),
        "starts_at": None if in_s is None else (clock.now() + timedelta(seconds=in_s)).isoformat(),
        "repeats": "none",
        "stamps": {},
        **more,
    }


def lines_body(*areas: str, **more: Any) -> dict[str, Any]:
    """A communication test."""
    of_lines = {"kind": "communication_test", "name": "每月通信测试", "plan_code": "communication_test"}
    return body(*areas, **{**of_lines, "slots": {"phone": "19900000000"}, **more})


def planned(by: Person, given: dict[str, Any]) -> Drill:
    """Planned by a commander."""
    starts_at = given["starts_at"]
    at = None if starts_at is None else datetime.fromisoformat(starts_at)
    plan(people.actor(by), **{**given, "id": UUID(given["id"]), "starts_at": at})
    return db.session.get_one(Drill, UUID(given["id"]))
