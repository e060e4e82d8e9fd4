"""Makes check-ins, and people who are on duty already."""

from typing import Any

from backend.core import clock
from backend.core.db import uuid7
from backend.duty.actions.check_in import check_in as act
from backend.duty.models import DutyPeriod
from backend.identity.models import Person
from tests.builders import people


def tap(offset_ms: int = 0) -> dict[str, Any]:
    """When it happened, as a phone says it."""
    return {"device_at": clock.now().isoformat(), "clock_offset_ms": offset_ms}


def check_in(kind: str = "duty", **changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "kind": kind, **tap(), **changes}


def on_duty(who: Person, kind: str = "duty", area_code: str | None = None) -> DutyPeriod:
    return act(
        people.actor(who), id=uuid7(), kind=kind, area_code=area_code, ends_at=None, position=None,
        device_at=clock.now(), clock_offset_ms=0,
    )  # fmt: skip
