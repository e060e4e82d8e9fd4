"""`make bench-modules`: lists, counts, colours worked out anew and a phone's load, of a street module's rows.

At 10,000 rental dwellings and at ten times that. A new version that moves a limit is published; every row is worked out
anew as the worker does it, in batches of a thousand, beside a loop of one row in a transaction.
"""

import copy
import json
import os
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.queries import actors
from backend.identity.routes import tokens
from backend.modules.actions import every_day
from backend.modules.actions import switch as switching
from backend.modules.actions.load import load
from backend.modules.actions.work_out import work_out
from backend.modules.catalogue import reader
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import modules
from bench import case_lists, cockpit, dwellings
from bench.figures import percentile, put

SIZES = [int(size) for size in os.environ.get("N", "10000 100000").split()]
ASKS = int(os.environ.get("ASKS", "100"))
#: the loop is measured over so many, and reckoned for all
NAIVE = 500
MODULE = "rental_housing"
#: the limit that each new version moves: one dwelling in twenty turns red
LIMIT, MOVED = "area_each", 1

DISTRICT, STREET, GRID = case_lists.DISTRICT, case_lists.STREET, case_lists.GRID
#: what is asked, and by whom; lists page after page
LISTS = {
    "list_street": (STREET, f"/{MODULE}/entities?limit=50"),
    "list_grid": (GRID, f"/{MODULE}/entities?limit=50"),
    "orange_street": (STREET, f"/{MODULE}/entities?limit=50&state=orange"),
    "orange_district": (DISTRICT, f"/{MODULE}/entities?limit=50&state=orange"),
    "counts_street": (STREET, f"/{MODULE}/counts"),
    "counts_district": (DISTRICT, f"/{MODULE}/counts"),
    "indicators_street": (STREET, f"/{MODULE}/indicators"),
    "indicators_district": (DISTRICT, f"/{MODULE}/indicators"),
}
PHONES = {"phone_grid": GRID, "phone_street": STREET}


def main() -> None:
    others = os.getloadavg()[0]
    found: dict[int, dict[str, float]] = {}
    with cockpit.place("") as where, where.app.app_context():
        people = case_lists._plant()
        load(reader.read_all())
        _switch(people, modules.last_version(MODULE) or 1)
        for kept, size in pairwise([0, *SIZES]):
            print(f"{size:,} dwellings …", flush=True)
            dwellings.fill(modules.version(MODULE, modules.last_version(MODULE) or 1), first=kept + 1, last=size)
            found[size] = {**_asked(where.app, people), **_loads(where.app, people), **_worked_out(people, size)}
        db.session.remove()
    print(f"\n{_table(found)}\n")
    put(
        "bench-modules", f"Rows of a street module (`make bench-modules`)\n\n{_table(found)}\n\n{_words(found, others)}"
    )
    print("RESULT " + json.dumps(_result(found)))


def _switch(people: dict[str, UUID], version: int) -> None:
    actor = actors.absent(people[DISTRICT])
    assert actor is not None
    switching.switch(actor, MODULE, DISTRICT, is_on=True, version=version, adjustment={}, dry_run=False)
    db.session.commit()


def _asked(app: Flask, people: dict[str, UUID]) -> dict[str, float]:
    """Through the whole application, after two that are not counted."""
    took: dict[str, float] = {}
    for name, (place, path) in LISTS.items():
        client, bearer = app.test_client(), _bearer(people[place])
        each, cursor = [], ""
        for _ in range(ASKS + 2):
            ms, reply = _once(client, f"/api/modules{path}{cursor}", bearer)
            each.append(ms)
            following = json.loads(reply).get("next_cursor")
            cursor = f"&cursor={following}" if following else ""
        took |= {f"{name}_p50_ms": percentile(each[2:], 0.5), f"{name}_p99_ms": percentile(each[2:], 0.99)}
    return took


def _loads(app: Flask, people: dict[str, UUID]) -> dict[str, float]:
    """What a phone fetches for the time without a network, packed as it travels."""
    took: dict[str, float] = {}
    for name, place in PHONES.items():
        client, bearer = app.test_client(), _bearer(people[place])
        address = f"/api/modules/{MODULE}/held"
        whole = json.loads(_once(client, address, bearer)[1])
        packed = [_once(client, address, {**bearer, "Accept-Encoding": "gzip"}) for _ in range(5)]
        took[f"{name}_s"] = min(ms for ms, _ in packed) / 1_000
        took |= {f"{name}_bytes": len(packed[0][1]), f"{name}_rows": len(whole["items"])}
        took[f"{name}_of_rows"] = whole["total"]
    return took


def _worked_out(people: dict[str, UUID], size: int) -> dict[str, float]:
    """A new version is in force: a part by the loop, all others as the worker does it."""
    before = _states()
    switched_s = _timed(lambda: _switch(people, _publish()))
    naive_s = _timed(lambda: _naive(NAIVE))
    done, begun = 0, time.perf_counter()
    while some := every_day.catch_up():
        db.session.commit()
        done += some
        print(f"  {done:,} worked out, {done / (time.perf_counter() - begun):,.0f} a second", flush=True)
    took_s = time.perf_counter() - begun
    db.session.commit()
    assert done == size - NAIVE, f"{done:,} of {size - NAIVE:,} were worked out"
    per_row = took_s / done
    return {
        "switched_s": switched_s,
        "worked_out_s": per_row * size,
        "worked_out_rows_per_s": 1 / per_row,
        "naive_s": naive_s / NAIVE * size,
        "ratio_naive": naive_s / NAIVE / per_row,
        "changed_rows": sum(max(0, now - before.get(state, 0)) for state, now in _states().items()),
    }


def _publish() -> int:
    content = copy.deepcopy(dict(modules.version(MODULE, modules.last_version(MODULE) or 1)))
    content["accepts"] = [*content.get("accepts", []), content["version"]]
    content["version"] += 1
    content["limits"][LIMIT]["value"] += MOVED
    assert load([content]) == [f"{MODULE} v{content['version']}"]
    return int(content["version"])


def _naive(rows: int) -> None:
    """What one writes first: a row is fetched, worked out and written in a transaction of its own."""
    today = validity.day(clock.now())
    ids = db.session.scalars(select(ModuleEntity.id).where(ModuleEntity.computed_on < today).limit(rows)).all()
    for one in ids:
        row = db.session.get_one(ModuleEntity, one, with_for_update=True)
        work_out(row, modules.at(row.module, row.area_path).spec)
        db.session.commit()


def _states() -> dict[str | None, int]:
    counted = select(ModuleEntity.state, func.count()).group_by(ModuleEntity.state)
    return {row.state: row[1] for row in db.session.execute(counted)}


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    db.session.commit()
    return time.perf_counter() - begun


def _bearer(person_id: UUID) -> dict[str, str]:
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    db.session.commit()
    return {"Authorization": f"Bearer {tokens.access_token(session)}"}


def _once(client: FlaskClient, address: str, headers: dict[str, str]) -> tuple[float, bytes]:
    begun = time.perf_counter()
    reply = client.get(address, headers=headers)
    took = (time.perf_counter() - begun) * 1_000
    assert reply.status_code == 200, reply.get_data()
    return took, reply.get_data()


def _table(found: dict[int, dict[str, float]]) -> str:
    lines = [f"| | {' | '.join(f'{size:,} rows' for size in SIZES)} | ratio |", "|---|" + "---:|" * (len(SIZES) + 1)]
    first, last = found[SIZES[0]], found[SIZES[-1]]
    for name in first:
        cells = [_cell(name, found[size][name]) for size in SIZES]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} | {_ratio(first[name], last[name])} |")
    return "\n".join(lines)


def _ratio(first: float, last: float) -> str:
    return f"{last / first:.2f}" if first else ""


def _cell(name: str, value: Any) -> str:
    return f"{value:,.1f}" if name.endswith(("_ms", "_s", "naive")) and "per_s" not in name else f"{value:,.0f}"


def _words(found: dict[int, dict[str, float]], others: float) -> str:
    """How to read it."""
    last = found[SIZES[-1]]
    return (
        "How to read it: a street has one row in eight, a grid one in 432. Lists are asked page after page of fifty, "
        "through the whole application, without a network; ratios are of the second column to the first. "
        "`worked out`: a new version moves a limit, one row in twenty turns red, and every row gets state, reasons, "
        "tasks and figures anew, by one worker; `switched` is the tap before it. `naive`: the same, one row in a "
        f"transaction, measured over {NAIVE} rows and multiplied. `phone`: what the phone of a grid worker or a duty "
        "officer fetches for the time without a network, packed: at most 300 rows, those written last. At the larger "
        f"size the batch is {last['ratio_naive']:.1f} times as fast as the loop. "
        f"Load average before it began: {others:.1f}."
    )


def _result(found: dict[int, dict[str, float]]) -> dict[str, float]:
    first, last = found[SIZES[0]], found[SIZES[-1]]
    growth = {f"{name}_growth_ratio": round(last[name] / first[name], 3) for name in first if name.endswith("_ms")}
    growth["worked_out_growth_ratio"] = round(last["worked_out_s"] / first["worked_out_s"], 3)
    return {"rows": SIZES[-1], **{name: round(value, 3) for name, value in last.items()}, **growth}


if __name__ == "__main__":
    main()
