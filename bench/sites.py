"""`make bench-sites`: construction sites listed, counted and cleared, at 106 with 19,611 workers and ten times that."""

import json
import os
import time
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.routes import tokens
from backend.sites.actions.recheck import recheck
from backend.sites.models.site import Site
from bench import case_lists, cockpit
from bench.figures import percentile, put

SITES, WORKERS = 106, 19_611
TIMES = (1, 10)
ASKS = 40

#: what is asked by the district, which sees all
READS = {
    "sites, first page": "?limit=30",
    "sites of one state": "?limit=30&state=working",
    "sites by name": "?q=工地77",
    "counts": "/counts",
    "one site": "/{site}",
    "its history": "/{site}/history",
    "its workers": "/{site}/workers?limit=40",
    "its workers by number": "/{site}/workers?q=4321",
}

FILL_SITES = """
INSERT INTO site (id, name, builder, responsible, phone, headcount, measures, area_code, area_path, state, created_at)
SELECT gen_random_uuid(), '工地' || n, '施工单位' || n % 9, '负责人', '19900000000', 200, '[]', place.code, place.path,
    (ARRAY['working', 'working', 'working', 'approved', 'applied', 'checked', 'draft'])[1 + n % 7], now()
FROM generate_series(CAST(:first AS int), :last) AS n
JOIN (
    SELECT code, path, row_number() OVER (ORDER BY path) - 1 AS no, count(*) OVER () AS places
    FROM area WHERE level = 'community'
) AS place ON place.no = n * 31 % place.places
"""
#: Most are cleared, some refused, some run out, some only listed; one in twenty-five lives in the district.
FILL_WORKERS = """
INSERT INTO site_worker (id, site_id, name, phone, trade, passed, colour, why, source, cleared_until, decided_at,
    listed_at, purpose, purge_after)
SELECT gen_random_uuid(), one.id, '工人' || n, '199' || lpad(CAST(n AS text), 8, '0'), '木工',
    CASE WHEN n % 10 < 8 THEN true WHEN n % 10 = 8 THEN false END, CASE WHEN n % 10 < 9 THEN 'green' END,
    CASE WHEN n % 10 < 9 THEN 'ok' END, CASE WHEN n % 10 < 9 THEN 'record' END,
    CASE WHEN n % 10 < 8 THEN now() + (n % 8 - 1) * interval '1 day' END, CASE WHEN n % 10 < 9 THEN now() END,
    now(), 'back_to_work', now() + interval '30 days'
FROM generate_series(CAST(:first AS int), :last) AS n
JOIN (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS no, count(*) OVER () AS sites FROM site
) AS one ON one.no = n % one.sites
"""
FILL_PEOPLE = """
INSERT INTO person (id, name, phone, area_code, area_path, created_at)
SELECT gen_random_uuid(), '工人' || n, '199' || lpad(CAST(n AS text), 8, '0'), area.code, area.path, now()
FROM generate_series(CAST(:first AS int), :last, 25) AS n
JOIN (SELECT code, path FROM area WHERE level = 'grid' ORDER BY path LIMIT 1) AS area ON true
"""
#: One in ten of those turned yellow.
FILL_STATES = """
INSERT INTO health_state (person_id, colour, verified_at, valid_until, reasons, rule_version, clean_days, purge_after)
SELECT id, CASE WHEN right(phone, 2) IN ('01', '26') THEN 'yellow' ELSE 'green' END, now(), now() + interval '7 days',
    '[]', 'bench', 1, now() + interval '30 days'
FROM person WHERE name LIKE '工人%' ON CONFLICT DO NOTHING
"""


def main() -> None:
    others = os.getloadavg()[0]
    found: dict[str, dict[int, float]] = {}
    with cockpit.place("") as where, where.app.app_context():
        person = case_lists._plant()[case_lists.DISTRICT]
        kept = 0
        for times in TIMES:
            print(f"{SITES * times:,} sites with {WORKERS * times:,} workers …", flush=True)
            _fill(kept, times)
            kept = times
            for name, took in _measured(where.app, person).items():
                found.setdefault(name, {})[times] = took
        db.session.remove()
    print(f"\n{_table(found)}\n")
    words = f"Through the whole application, without a network. Load average before it began: {others:.1f}."
    put("bench-sites", f"Construction sites (`make bench-sites`)\n\n{_table(found)}\n\n{words}")
    named = {name.replace(", ", "_").replace(" ", "_"): took for name, took in found.items()}
    print(
        "RESULT " + json.dumps({f"{name}_{t}_ms": round(ms, 2) for name, at in named.items() for t, ms in at.items()})
    )


def _fill(kept: int, times: int) -> None:
    db.session.execute(text(FILL_SITES), {"first": SITES * kept + 1, "last": SITES * times})
    span = {"first": WORKERS * kept + 1, "last": WORKERS * times}
    for statement in (FILL_WORKERS, FILL_PEOPLE):
        db.session.execute(text(statement), span)
    db.session.execute(text(FILL_STATES))
    db.session.commit()
    db.session.execute(text("ANALYZE site, site_worker, person, health_state"))
    db.session.commit()


def _measured(app: Flask, person_id: UUID) -> dict[str, float]:
    """Milliseconds: of the reads the slowest but one in a hundred, of what writes once."""
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    site = db.session.scalars(select(Site.id).where(Site.state == "working").order_by(Site.id).limit(1)).one()
    db.session.commit()
    bearer, client = {"Authorization": f"Bearer {tokens.access_token(session)}"}, app.test_client()
    found = {}
    for name, path in READS.items():
        address = f"/api/sites{path.format(site=site)}"
        took = [_once(client, "GET", address, bearer) for _ in range(ASKS + 2)][2:]
        found[f"{name}, p99"] = percentile(took, 0.99)
    found["all of one site cleared"] = _once(client, "POST", f"/api/sites/{site}/workers/clear", bearer)
    begun = time.perf_counter()
    turned = recheck()
    db.session.commit()
    found["re-check of everybody"] = (time.perf_counter() - begun) * 1_000
    print(f"  {turned:,} whose colour had turned", flush=True)
    return found


def _once(client: FlaskClient, method: str, address: str, bearer: dict[str, str]) -> float:
    sent = {} if method == "GET" else {"json": {}, "headers": {**bearer, "Idempotency-Key": str(uuid7())}}
    begun = time.perf_counter()
    reply = client.open(address, method=method, **{"headers": bearer, **sent})
    took = (time.perf_counter() - begun) * 1_000
    assert reply.status_code == 200, reply.get_data()
    return took


def _table(found: dict[str, dict[int, float]]) -> str:
    head = "| milliseconds | " + " | ".join(f"{SITES * t:,} × {WORKERS * t:,}" for t in TIMES) + " |"
    rows = [f"| {name} | " + " | ".join(f"{at[t]:.1f}" for t in TIMES) + " |" for name, at in found.items()]
    return "\n".join([head, "|---|" + "---:|" * len(TIMES), *rows])


if __name__ == "__main__":
    main()
