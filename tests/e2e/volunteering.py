"""Activities for the browsers: one to come with a place in it, and one that is over with its certificate."""

from datetime import datetime, timedelta
from typing import Any

from backend.core.db import uuid7
from tests.e2e.api import Caller
from tests.e2e.world import Someone


def publish(host: Caller, area_code: str, *, after: timedelta, title: str = "河道清洁", **more: Any) -> str:
    """Two hours of it; its id."""
    starts = datetime.fromisoformat(host.get("/time")["now"]) + after
    about = {"title": title, "place": "东河桥下", "description": "带手套", "skills": ["cleaning"], "capacity": 10}
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=2)).isoformat()}
    made: dict[str, Any] = host.post("/activities", id=str(uuid7()), area_code=area_code, **about | times | more)
    return str(made["id"])


def served(host: Caller, volunteer: Caller, who: Someone, area_code: str) -> str:
    """Signed up, came some time before it began, went, was confirmed: the address of the certificate."""
    activity_id = publish(host, area_code, after=timedelta(minutes=10), title="早班护学")
    volunteer.put(f"/activities/{activity_id}/signup")
    now = datetime.fromisoformat(host.get("/time")["now"])
    for word, ago in (("check-in", timedelta(minutes=45)), ("check-out", timedelta())):
        tap = {"device_at": (now - ago).isoformat(), "clock_offset_ms": 0}
        volunteer.post(f"/activities/{activity_id}/{word}", **tap)
    host.post(f"/activities/{activity_id}/hours", people=[str(who.id)])
    return str(volunteer.get("/me/hours")["items"][0]["certificate"])
