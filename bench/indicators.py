"""`make bench-cockpit`: cockpits drilled into at one year and at ten of 179 indicators, beside adding up the parts."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, text

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.areas.rules.listing import Row
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.models import Person, RoleGrant
from backend.identity.routes import tokens
from backend.indicators.definitions import reader
from backend.indicators.rules.definition import TIERS
from bench import cockpit
from bench.figures import percentile, put

#: months of readings
SIZES = tuple(int(size) for size in os.environ.get("MONTHS", "12 120").split())
ASKS = int(os.environ.get("ASKS", "60"))
DISTRICT = "330199"
STREET, COMMUNITY, GRID = f"{DISTRICT}001", f"{DISTRICT}001001", f"{DISTRICT}001001001"
STREETS, COMMUNITIES, GRIDS = 8, 9, 6
#: the four heights of a drill
DRILL = {"district": DISTRICT, "street": STREET, "community": COMMUNITY, "grid": GRID}
#: what PostgreSQL calls the periods; figures of now are kept as the last of each day
STEP = {"RT": "1 day", "D": "1 day", "W": "1 week", "M": "1 month", "Q": "3 months", "Y": "1 year"}

FILL = """
INSERT INTO reading (area_code, indicator, starts_at, value, numerator, denominator, source, taken_at, received_at)
SELECT area.code, one.id, at, n % 97, CASE WHEN one.two THEN n % 97 END, CASE WHEN one.two THEN 100 END,
    'bench', at, at
FROM unnest(CAST(:ids AS text[]), CAST(:steps AS text[]), CAST(:twos AS boolean[]), CAST(:levels AS text[]))
    AS one (id, step, two, levels)
JOIN area ON area.level = ANY(string_to_array(one.levels, ' '))
CROSS JOIN LATERAL (
    SELECT (day AT TIME ZONE 'Asia/Shanghai') AS at, row_number() OVER () + length(area.code) AS n
    FROM generate_series(date_trunc('month', now()) - :first * interval '1 month',
        date_trunc('month', now()) - :last * interval '1 month' - interval '1 second',
        CAST(one.step AS interval)) AS day
) AS when_
"""
# What one would do first: no rows for wholes, each figure of a screen is added up of the smallest areas that have it.
NAIVE = """
SELECT reading.indicator, reading.starts_at, sum(value), sum(numerator), sum(denominator)
FROM reading JOIN area ON area.code = reading.area_code
JOIN unnest(CAST(:ids AS text[]), CAST(:lowest AS text[])) AS one (id, lowest)
    ON one.id = reading.indicator AND one.lowest = area.level
WHERE starts_with(area.path, :path) AND reading.starts_at IN (
    SELECT starts_at FROM (
        SELECT starts_at FROM reading AS last
        WHERE last.indicator = one.id AND last.area_code = :sample
        ORDER BY starts_at DESC LIMIT 12
    ) AS newest
)
GROUP BY reading.indicator, reading.starts_at
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """In milliseconds."""

    p50_ms: float
    p99_ms: float


def main() -> None:
    others = os.getloadavg()[0]
    with cockpit.place("") as where, where.app.app_context():
        person = _plant()
        found: dict[str, dict[int, Asked]] = {name: {} for name in DRILL}
        naive: dict[int, Asked] = {}
        rows: dict[int, int] = {}
        kept = 0
        for size in SIZES:
            print(f"{size} months …", flush=True)
            _fill(kept, size)
            kept = size
            rows[size] = db.session.execute(text("SELECT count(*) FROM reading")).scalar() or 0
            db.session.commit()
            for name, code in DRILL.items():
                found[name][size] = _asked(where.app, person, f"/api/cockpit?area={code}")
            naive[size] = _naive()
        db.session.remove()
    table = _table(found, naive, rows)
    print(f"\n{table}\n")
    put("bench-cockpit", f"Cockpits (`make bench-cockpit`)\n\n{table}\n\n{_said(others, found, naive)}")
    print("RESULT " + json.dumps(_result(found, naive, rows)))


def _plant() -> UUID:
    """A district of streets and its commander."""
    assert not take_in(list(_areas())).faults
    area, person_id = db.session.get_one(Area, DISTRICT), uuid7()
    home = {"area_code": area.code, "area_path": area.path}
    db.session.execute(insert(Person).values(id=person_id, name="commander", phone="19900000000", **home))
    grant = {"id": uuid7(), "person_id": person_id, "role": "commander", "granted_at": clock.now()}
    db.session.execute(insert(RoleGrant).values(**grant, **home))
    db.session.commit()
    return person_id


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


def _fill(kept: int, months: int) -> None:
    """The months before those that are there, for every area that has the indicator."""
    every = list(reader.every().values())
    given = {
        "ids": [one.id for one in every],
        "steps": [STEP[one.period] for one in every],
        "twos": [one.scale is not None for one in every],
        "levels": [" ".join(TIERS[one.lowest]) for one in every],
    }
    for last in range(kept, months, 12):
        first = min(months, last + 12)
        db.session.execute(text(FILL), {**given, "first": first, "last": last})
        db.session.commit()
        print(f"  {first} …", flush=True)
    db.session.execute(text("ANALYZE reading"))
    db.session.commit()


def _asked(app: Flask, person_id: UUID, address: str) -> Asked:
    """Through the whole application, after two that are not counted."""
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    db.session.commit()
    bearer = {"Authorization": f"Bearer {tokens.access_token(session)}"}
    client = app.test_client()
    took = []
    for _ in range(ASKS + 2):
        begun = time.perf_counter()
        reply = client.get(address, headers=bearer)
        took.append((time.perf_counter() - begun) * 1_000)
        assert reply.status_code == 200, reply.get_data()
    return Asked(percentile(took[2:], 0.5), percentile(took[2:], 0.99))


def _naive() -> Asked:
    """The figures of the district's screen alone, without anything around them."""
    every = list(reader.every().values())
    path = db.session.get_one(Area, DISTRICT).path
    given = {"ids": [one.id for one in every], "lowest": [TIERS[one.lowest][-1] for one in every]}
    took = []
    for _ in range(max(3, ASKS // 20)):
        begun = time.perf_counter()
        db.session.execute(text(NAIVE), {**given, "path": path, "sample": DISTRICT}).all()
        took.append((time.perf_counter() - begun) * 1_000)
    db.session.commit()
    return Asked(percentile(took, 0.5), percentile(took, 0.99))


def _table(found: dict[str, dict[int, Asked]], naive: dict[int, Asked], rows: dict[int, int]) -> str:
    head = "| milliseconds | " + " | ".join(f"p50, p99 at {size} months ({rows[size]:,} rows)" for size in SIZES)
    lines = [f"{head} | ratio of p50 |", "|---|" + "---:|" * (len(SIZES) + 1)]
    named = {f"cockpit of a {name}": at for name, at in found.items()} | {"added up from the smallest areas": naive}
    for name, at in named.items():
        cells = [f"{at[size].p50_ms:.1f}, {at[size].p99_ms:.1f}" for size in SIZES]
        lines.append(f"| {name} | {' | '.join(cells)} | {_growth(at):.2f} |")
    return "\n".join(lines)


def _growth(at: dict[int, Asked]) -> float:
    return at[SIZES[-1]].p50_ms / at[SIZES[0]].p50_ms


def _said(others: float, found: dict[str, dict[int, Asked]], naive: dict[int, Asked]) -> str:
    """How to read it."""
    ratio = naive[SIZES[-1]].p50_ms / found["district"][SIZES[-1]].p50_ms
    return (
        "How to read it: one request is a whole screen, through the whole application, without a network; 513 areas. "
        f"The last line is the twelve newest figures of the district's {len(reader.every())} indicators alone, added "
        f"up of the smallest areas, without anything around them: at the larger size it takes {ratio:.1f} times as "
        "long as the whole screen. The last column is the larger size beside the smaller. "
        f"Load average before it began: {others:.1f}."
    )


def _result(found: dict[str, dict[int, Asked]], naive: dict[int, Asked], rows: dict[int, int]) -> dict[str, float]:
    most = SIZES[-1]
    slow = {f"{name}_p99_ms": round(at[most].p99_ms, 2) for name, at in found.items()}
    growth = {f"{name}_growth_ratio": round(_growth(at), 3) for name, at in found.items()}
    ratio = round(naive[most].p50_ms / found["district"][most].p50_ms, 2)
    return {"rows": rows[most], "months": most, **slow, **growth, "ratio_naive": ratio}


if __name__ == "__main__":
    main()
