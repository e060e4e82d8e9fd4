"""`make bench-flush`: a thousand reports that waited on one phone go out, in order, each exactly once."""

import http.client
import json
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uuid_utils.compat
from sqlalchemy import func, select

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db
from backend.core.http.numbered import DeviceSequence
from backend.demo import geography
from backend.incidents.models.incident import Incident
from bench import cockpit, crowd
from bench.figures import percentile, put

REPORTS = int(os.environ.get("REPORTS", "1000"))
#: what a phone may take for all of them
LONGEST_S = 20
HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sealed:
    id: str
    body: bytes
    seq: int


class Phone:
    """One line to the server, kept open; `anew` opens one for each report instead, as a phone does that sleeps."""

    def __init__(self, port: int, token: str, device_id: str) -> None:
        self._port, self._anew = port, False
        self._headers = {**HEADERS, "Authorization": f"Bearer {token}", "X-Device-Id": device_id}
        self._line = http.client.HTTPConnection("127.0.0.1", port)

    def flush(self, items: list[Sealed], *, anew: bool = False) -> list[float]:
        """Seconds for each, in order."""
        return [self._timed(item, anew=anew) for item in items]

    def _timed(self, item: Sealed, *, anew: bool) -> float:
        if anew:
            self._line.close()
        began = time.monotonic()
        headers = {**self._headers, "Idempotency-Key": item.id, "X-Device-Seq": str(item.seq)}
        self._line.request("POST", "/api/incidents", item.body, headers)
        reply = self._line.getresponse()
        said = json.loads(reply.read())
        assert (reply.status, said["id"]) == (201, item.id), said
        return time.monotonic() - began


def main() -> None:
    others = os.getloadavg()[0]
    with (
        TemporaryDirectory() as folder,
        cockpit.place(str(Path(folder) / "none.pem")) as where,
        where.app.app_context(),
    ):
        area = _area()
        crowd.commander(area)
        with cockpit.Processes(where) as running, signed_in(running.port) as phone:
            _tell(measure(phone, area), others)


def measure(phone: Phone, area: str) -> dict[str, Any]:
    """All of them; all again, as if every reply had been lost; and others over a new connection each."""
    first, others = sealed(area, 1), sealed(area, REPORTS + 1)
    took: dict[str, list[float]] = {}
    ways: dict[str, Callable[[], list[float]]] = {
        "flush": lambda: phone.flush(first),
        "again": lambda: phone.flush(first),
        "new_lines": lambda: phone.flush(others, anew=True),
    }
    for name, way in ways.items():
        took[name] = way()
        print(f"  {name:<10} {sum(took[name]):6.2f} s for {REPORTS}")
    db.session.rollback()
    there = db.session.scalar(select(func.count()).select_from(Incident)) or 0
    distinct = db.session.scalar(select(func.count(Incident.description.distinct()))) or 0
    gaps = [row.missing for row in db.session.scalars(select(DeviceSequence))]
    return {
        "reports": REPORTS,
        "flush_s": sum(took["flush"]),
        "report_p50_ms": percentile(took["flush"], 0.5) * 1000,
        "report_p99_ms": percentile(took["flush"], 0.99) * 1000,
        "again_s": sum(took["again"]),
        "ratio_again": sum(took["flush"]) / sum(took["again"]),
        "ratio_new_lines": sum(took["new_lines"]) / sum(took["flush"]),
        "lost": 2 * REPORTS - distinct,
        "doubled": there - distinct,
        "missing_numbers": sum(map(len, gaps)),
    }


def sealed(area: str, first: int) -> list[Sealed]:
    return [_sealed(area, number) for number in range(first, first + REPORTS)]


def _sealed(area: str, number: int) -> Sealed:
    item_id = str(uuid_utils.compat.uuid7())
    what = {"id": item_id, "category_code": "E0102", "description": f"第 {number} 件", "area_code": area}
    tap = {"device_at": clock.now().isoformat(), "clock_offset_ms": 0}
    return Sealed(item_id, json.dumps({**what, **tap, "place": None, "pin": None}).encode(), number)


def _area() -> str:
    take_in(geography.read().rows)
    db.session.commit()
    return db.session.scalars(select(Area.code).where(Area.level == "community").order_by(Area.code).limit(1)).one()


@contextmanager
def signed_in(port: int) -> Iterator[Phone]:
    device_id = str(uuid_utils.compat.uuid7())
    who = {"username": crowd.USERNAME, "password": crowd.PASSWORD, "device_id": device_id, "device_label": "bench"}
    url = f"http://127.0.0.1:{port}/api/sessions"
    asked = urllib.request.Request(url, json.dumps(who).encode(), HEADERS, method="POST")
    with urllib.request.urlopen(asked, timeout=30) as reply:  # noqa: S310 - our own http address
        yield Phone(port, json.load(reply)["access_token"], device_id)


def _tell(figures: dict[str, Any], others: float) -> None:
    print("\n".join(f"{name:>16} {value:>10.2f}" for name, value in figures.items()))
    held = "held" if figures["flush_s"] <= LONGEST_S else "MISSED"
    print(f"load of others {others:.1f}; {LONGEST_S} s allowed: {held}")
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value:.2f} |" for name, value in figures.items())
    note = "One phone, one line, one report after the other; *again* is all of it once more, as if every reply had been"
    note += f" lost, *new lines* a connection for each. {LONGEST_S} s are allowed. Load average before: {others:.1f}."
    title = "Reports that waited on one phone (`make bench-flush`)"
    put("bench-flush", f"{title}\n\n| {figures['reports']:,} reports | |\n|---|---:|\n{rows}\n\n{note}")
    print("RESULT " + json.dumps({name: round(value, 4) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
