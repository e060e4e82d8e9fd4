"""Who is on duty in the demo district today: grid workers, handlers and some volunteers, most with a position."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.facts import record_many
from backend.demo.copy import copy_rows
from backend.demo.people import SEED
from backend.duty.actions import over
from backend.duty.rules.hours import LONGEST
from backend.duty.rules.kinds import DUTY, STANDBY

PERIOD = (
    *("id", "person_id", "kind", "area_code", "area_path", "via", "started_at", "ends_at", "lng_wgs84", "lat_wgs84"),
    *("accuracy_m", "device_at", "clock_offset_ms", "created_at"),
)
#: role → of how many one comes; whoever can sign in comes himself, and so does who has come today already.
COME = {"grid_worker": 2, "handler": 2, "volunteer": 500}
CHOSEN = """
SELECT person.id, person.lng_wgs84, person.lat_wgs84, held.role, held.area_code, held.area_path,
    abs(hashtextextended(person.phone || person.name, :seed) % 1000)::int AS drawn
FROM role_grant AS held JOIN person ON person.id = held.person_id
WHERE held.role = :role AND held.revoked_at IS NULL AND person.active AND person.lng_wgs84 IS NOT NULL
    AND abs(hashtextextended(held.area_code || person.name, :seed)) % :one_of = 0
    AND NOT EXISTS (SELECT FROM account WHERE account.person_id = person.id)
    AND NOT EXISTS (SELECT FROM duty_period AS kept WHERE kept.person_id = person.id
        AND (kept.ended_at IS NULL OR kept.started_at >= :midnight))
ORDER BY held.area_path, person.id
"""
#: One in so many gave no position: he stands in the middle of his area.
UNPLACED = 7
EARLIEST = timedelta(hours=5)


def hold_duty() -> int:
    """Safe to run twice. Shifts are as long as they may be, for whoever looks in the evening. Returns how many came."""
    over.sweep()
    now = clock.now()
    midnight = datetime.combine(day(now), datetime.min.time(), BEIJING)
    chosen: dict[UUID, Any] = {}
    for role, one_of in COME.items():
        given = {"seed": SEED + 9, "role": role, "one_of": one_of, "midnight": midnight}
        # Whoever has several grids or roles comes once.
        chosen = {who.id: who for who in db.session.execute(text(CHOSEN), given)} | chosen
    rows = [_period(who, now) for who in chosen.values()]
    copy_rows("duty_period", PERIOD, ([row[name] for name in PERIOD] for row in rows))
    told = [{"subject_id": row["id"], "area_path": row["area_path"], "actor_id": row["person_id"],
             "data": {"kind": row["kind"], "person_id": str(row["person_id"]),
                      "started_at": row["started_at"].isoformat()}} for row in rows]  # fmt: skip
    record_many("duty.checked_in", "duty", told)
    return len(rows)


def _period(who: Any, now: datetime) -> dict[str, Any]:
    started_at = now - EARLIEST * (who.drawn / 1_000)
    lng, lat = (who.lng_wgs84, who.lat_wgs84) if who.drawn % UNPLACED else (None, None)
    return {
        "id": uuid7(),
        "person_id": who.id,
        "kind": STANDBY if who.role == "volunteer" else DUTY,
        "area_code": who.area_code,
        "area_path": who.area_path,
        "via": "self",
        **dict.fromkeys(("started_at", "device_at", "created_at"), started_at),
        "ends_at": started_at + LONGEST,
        "lng_wgs84": lng,
        "lat_wgs84": lat,
        "accuracy_m": None if lng is None else 6.0 + who.drawn % 20,
        "clock_offset_ms": 0,
    }
