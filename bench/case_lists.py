"""`make bench-cases`: the lists of cases at ten thousand and at a million, asked the same way by the same people."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.areas.rules.listing import Row
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.models import Person, RoleGrant
from backend.identity.routes import tokens
from bench import cockpit
from bench.figures import percentile, put

SIZES = (10_000, 1_000_000)
ASKS = 100
DISTRICT, STREET, GRID = "330199", "330199001", "330199001001001"
STREETS, COMMUNITIES, GRIDS = 8, 9, 6

#: what is asked, by whom, and how
LISTS = {
    "newest_district": (DISTRICT, ""),
    "newest_street": (STREET, ""),
    "newest_grid": (GRID, ""),
    "desk_queue_street": (STREET, "group=desk&order=due"),
    "overdue_district": (DISTRICT, "deadline=overdue&order=due"),
    "closed_street": (STREET, "state=closed"),
    "category_street": (STREET, "category=P01"),
    "two_characters_common": (DISTRICT, "q=垃圾"),
    "two_characters_rare": (DISTRICT, "q=塌陷"),
    "words_of_nothing": (DISTRICT, "q=没有的词"),
}
WORDS = "垃圾桶旁堆了三袋垃圾", "路灯不亮", "占道停车堵了消防通道", "井盖松动有响声", "树枝压在电线上"
CATEGORIES = "E0102", "E0104", "E0503", "P0110", "E0601"

#: One case in fifty is open; the newest first, a year of them.
FILL = """
INSERT INTO incident (id, number, state, category_code, description, source, reporter_id, area_code, area_path,
    urgent, self_handled, device_at, clock_offset_ms, happened_at, recorded_at, register_by, due_at, deadline_at,
    dispatched_at, registered_at, handled_at, ended_at)
SELECT gen_random_uuid(), 'B' || n,
    CASE WHEN n % 50 = 0 THEN (ARRAY['pending', 'accepted', 'handling', 'handled'])[1 + n / 50 % 4] ELSE 'closed' END,
    (CAST(:categories AS text[]))[1 + n % 5],
    (CAST(:words AS text[]))[1 + n / 7 % 5] || n || CASE WHEN n % 2000 = 0 THEN '塌陷' ELSE '' END,
    'grid_worker', :reporter, place.code, place.path, n % 97 = 0, false, at, 0, at, at, at + interval '2 hours',
    at + interval '1 day', at + interval '1 day', at + interval '1 hour', at + interval '30 minutes',
    at + interval '5 hours', at + interval '8 hours'
FROM (
    SELECT n, now() - n * interval '1 year' / :most AS at FROM generate_series(CAST(:first AS bigint), :last) AS n
) AS one
JOIN (
    SELECT code, path, row_number() OVER (ORDER BY path) - 1 AS no, count(*) OVER () AS places
    FROM area WHERE level = 'grid'
) AS place ON place.no = one.n * 7919 % place.places
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list at a size, in milliseconds."""

    p50_ms: float
    p99_ms: float


def main() -> None:
    others = os.getloadavg()[0]
    with cockpit.place("") as where, where.app.app_context():
        people = _plant()
        found: dict[str, dict[int, Asked]] = {name: {} for name in LISTS}
        kept = 0
        for size in SIZES:
            print(f"{size:,} cases …", flush=True)
            _fill(people[GRID], first=kept + 1, last=size)
            kept = size
            for name, (place, query) in LISTS.items():
                found[name][size] = _asked(where.app, people[place], query)
        db.session.remove()
    table = _table(found)
    print(f"\n{table}\n")
    _write(table, others)
    print("RESULT " + json.dumps(_result(found)))


def _plant() -> dict[str, UUID]:
    """A district of streets, and one person to ask at each height; returns them by their area's code."""
    assert not take_in(list(_areas())).faults
    people = {}
    for code, role in ((DISTRICT, "commander"), (STREET, "duty_officer"), (GRID, "grid_worker")):
        area, person_id = db.session.get_one(Area, code), uuid7()
        home = {"area_code": area.code, "area_path": area.path}
        db.session.execute(insert(Person).values(id=person_id, name=role, phone="19900000000", **home))
        grant = {"id": uuid7(), "person_id": person_id, "role": role, "granted_at": clock.now()}
        db.session.execute(insert(RoleGrant).values(**grant, **home))
        people[code] = person_id
    db.session.commit()
    return people


def _areas() -> Iterator[Row]:
    yield _area(DISTRICT, "district", None)
    streets = [f"{DISTRICT}{no:03}" for no in range(1, STREETS + 1)]
    yield from (_area(code, "street", DISTRICT) for code in streets)
    communities = [(f"{street}{no:03}", street) for street in streets for no in range(1, COMMUNITIES + 1)]
    yield from (_area(code, "community", street) for code, street in communities)
    for code, _ in communities:
        yield from (_area(f"{code}{no:03}", "grid", code) for no in range(1, GRIDS + 1))


def _area(code: str, level: str, parent: str | None) -> Row:
    named = {"name_zh": f"区划{code}", "name_en": f"Area {code}"}
    return Row(line=1, code=code, level=level, parent_code=parent, valid_from=date(2019, 1, 1), **named)


def _fill(reporter: UUID, *, first: int, last: int) -> None:
    told = {"first": first, "last": last, "most": SIZES[-1], "reporter": reporter}
    db.session.execute(text(FILL), {**told, "words": list(WORDS), "categories": list(CATEGORIES)})
    db.session.commit()
    db.session.execute(text("ANALYZE incident"))
    db.session.commit()


def _asked(app: Flask, person_id: UUID, query: str) -> Asked:
    """Through the whole application, page after page of fifty, after two that are not counted."""
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    db.session.commit()
    bearer = {"Authorization": f"Bearer {tokens.access_token(session)}"}
    client = app.test_client()
    took = [_once(client, f"/api/incidents?limit=50&{query}", bearer) for _ in range(ASKS + 2)][2:]
    return Asked(percentile(took, 0.5), percentile(took, 0.99))


def _once(client: FlaskClient, address: str, bearer: dict[str, str]) -> float:
    begun = time.perf_counter()
    reply = client.get(address, headers=bearer)
    took = (time.perf_counter() - begun) * 1_000
    assert reply.status_code == 200, reply.get_data()
    return took


def _table(found: dict[str, dict[int, Asked]]) -> str:
    head = (
        "| a page of 50, milliseconds | "
        + " | ".join(f"p50, p99 at {size:,}" for size in SIZES)
        + " | ratio of p50 | of p99 |"
    )
    lines = [head, "|---|" + "---:|" * (len(SIZES) + 2)]
    for name, at in found.items():
        ratios = [f"{_ratio(at, of):.2f}" for of in ("p50_ms", "p99_ms")]
        cells = [f"{at[size].p50_ms:.1f}, {at[size].p99_ms:.1f}" for size in SIZES]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join([*cells, *ratios])} |")
    return "\n".join(lines)


def _ratio(at: dict[int, Asked], name: str) -> float:
    return float(getattr(at[SIZES[-1]], name) / getattr(at[SIZES[0]], name))


def _result(found: dict[str, dict[int, Asked]]) -> dict[str, float]:
    largest = {f"{name}_p99_ms": round(at[SIZES[-1]].p99_ms, 2) for name, at in found.items()}
    middle = {f"{name}_p50_ratio": round(_ratio(at, "p50_ms"), 3) for name, at in found.items()}
    worst = {
        f"worst_{of}_ratio": round(max(_ratio(at, f"{of}_ms") for at in found.values()), 3) for of in ("p50", "p99")
    }
    return {"cases": SIZES[-1], **largest, **middle, **worst}


def _write(table: str, others: float) -> None:
    said = "Through the whole application, without a network; one case in fifty is open, a year of them, in 432 grids."
    said += f" Load average before it began: {others:.1f}."
    put("bench-cases", f"Lists of cases (`make bench-cases`)\n\n{table}\n\n{said}")


if __name__ == "__main__":
    main()
