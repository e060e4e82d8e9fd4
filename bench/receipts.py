"""`make bench-receipts`: 100,000 answers within a minute while fifty boards watch; none lost, counters exact.

First some seconds each at a part of that pace, which show what the machine takes before it is full; then five minutes,
an order for each.
"""

import json
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import func, insert, select, text

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.commands.models.delivery import Delivery, DeliveryBatch, Receipt
from backend.commands.models.order import OrderTally
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_token import Holder, seal
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo import geography
from backend.identity.models import Person, RoleGrant
from bench import cockpit, crowd, feeding, figures, patience, receipts_figures, rival_receipts
from bench.feeding import Fed
from bench.figures import percentile
from bench.order import tap
from bench.receipts_figures import Asked, Round

N = int(os.environ.get("N", "100000"))
BOARDS = int(os.environ.get("BOARDS", "50"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
#: All answers within a minute.
PER_S = N / 60
#: Parts of that pace, each for so long.
PACES, PACE_S = (0.25, 0.5, 0.75), 15
#: A board that is looked at asks again when it hears of news, at most this often.
EVERY_S = 2.0
#: As fast as they are answered, before the minute: what it can take at all.
AT_ONCE = N // 10
AT_A_TIME = 10_000
WORTH_WRITING = 100_000
SPAWN = multiprocessing.get_context("spawn")
BEGIN, OVER = "begin", "over"
ASKED = Asked(N, PER_S, BOARDS)


def main() -> None:
    load = os.getloadavg()[0]
    with cockpit.place("") as where:
        people = settle(where)
        with cockpit.Processes(where, senders=1) as running:
            paced = at_each_pace(where, running.port, people)
            rounds = [measure(where, running.port, people) for _ in range(ROUNDS)]
        naive_per_s = rival_receipts.per_s(where.env["DATABASE_URL"])
    told = receipts_figures.figured(ASKED, rounds, paced, naive_per_s)
    text_ = receipts_figures.tables(ASKED, told, rounds, paced)
    print(f"\n{text_}")
    if N >= WORTH_WRITING:
        note = (
            f"Medians of {ROUNDS} minutes, an order for each; {os.cpu_count()} cores shared by the web processes,"
            " PostgreSQL, the phones and the boards; latency from when each answer was due. The naive one writes a row"
            f" and commits for each answer, and counts nothing. Load average before: {load:.1f}."
        )
        title = "Answers while boards watch (`make bench-receipts`)"
        figures.put("bench-receipts", f"{title}\n\n{text_}\n\n{note}", plot=receipts_figures.plot(ASKED, rounds))
    print(f"RESULT {json.dumps({name: round(value, 4) for name, value in told.items()})}")
    if told["lost"] or told["refused"] or told["miscounted"]:
        raise SystemExit("answers were lost, refused or miscounted")


def settle(where: cockpit.Place) -> list[UUID]:
    """The demo's district with N grid workers spread over its communities; nobody has a phone that could be pushed."""
    with where.app.app_context():
        report = take_in(geography.read().rows)
        assert not report.faults, report.faults
        load_plans(read_all())
        crowd.commander(db.session.scalars(select(Area.code).where(Area.level == "district")).one())
        homes = db.session.execute(select(Area.code, Area.path).where(Area.level == "community")).all()
        people = [uuid7() for _ in range(N)]
        now = clock.now()
        for begin in range(0, N, AT_A_TIME):
            some = [
                (begin + at, person, homes[(begin + at) % len(homes)])
                for at, person in enumerate(people[begin : begin + AT_A_TIME])
            ]
            rows = [
                {"id": p, "name": f"网格员{n}", "phone": f"1880{n:07d}", "area_code": a.code, "area_path": a.path}
                for n, p, a in some
            ]
            db.session.execute(insert(Person), rows)
            grants = [
                {"id": uuid7(), "person_id": p, "role": "grid_worker", "area_code": a.code, "area_path": a.path}
                for _, p, a in some
            ]
            db.session.execute(insert(RoleGrant), [{**grant, "granted_at": now} for grant in grants])
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.engine.dispose()
    print(f"{N:,} people", flush=True)
    return people


def at_each_pace(where: cockpit.Place, port: int, people: list[UUID]) -> dict[float, Fed]:
    """By answers a second: some seconds of an order of its own."""
    token = signed_in(port)
    order_id, requests = reports(where, port, token, people)
    fed(port, requests[:AT_ONCE], 0)
    left, paced = iter(requests[AT_ONCE:]), {}
    for part in PACES:
        per_s = PER_S * part
        some = [next(left) for _ in range(int(per_s * PACE_S))]
        paced[per_s], _ = watched(port, order_id, token, some, per_s)
        said(per_s, paced[per_s])
    return paced


def measure(where: cockpit.Place, port: int, people: list[UUID]) -> Round:
    token = signed_in(port)
    order_id, requests = reports(where, port, token, people)
    flood = fed(port, requests[:AT_ONCE], 0)
    print(f"  as fast as it goes: {AT_ONCE / flood.took_s:,.0f} answers a second", flush=True)
    minute, boards = watched(port, order_id, token, requests[AT_ONCE:], PER_S)
    said(PER_S, minute)
    with where.app.app_context():
        recounted = counts(order_id)
        db.engine.dispose()
    missing = abs(recounted["counted"] - recounted["recounted"])
    return Round(flood, minute, boards, N - recounted["receipts"], missing)


def said(per_s: float, fed_: Fed) -> None:
    taken = len(fed_.late_s) / fed_.took_s
    late = " and ".join(f"{percentile(fed_.late_s, share) * 1000:.0f} ms" for share in (0.5, 0.99))
    print(f"  of {per_s:,.0f} a second with {BOARDS} boards {taken:,.0f}, p50 and p99 {late}", flush=True)


def signed_in(port: int) -> str:
    """Anew for each round: all of them take longer than a token lives."""
    return str(call(port, "/api/sessions", crowd.credentials())["access_token"])


def reports(where: cockpit.Place, port: int, token: str, people: list[UUID]) -> tuple[UUID, list[bytes]]:
    """A new order, and the answer of each of them."""
    order_id = issue(where, port, token)
    return order_id, [report_of(where.env["PALM_RECEIPT_SECRET"], order_id, person) for person in people]


def issue(where: cockpit.Place, port: int, token: str) -> UUID:
    """To all of them; the sender has seen that it reaches nobody before the answers begin."""
    plan = call(port, "/api/plans/road_collapse", None, token=token, method="GET")
    with where.app.app_context():
        district = db.session.scalars(select(Area.code).where(Area.level == "district")).one()
    order_id = UUID(
        call(port, "/api/orders", {**tap(plan, district, clock.now()), "override_reason": "bench"}, token=token)["id"]
    )

    def is_out() -> bool:
        with where.app.app_context():
            open_ones = select(func.count()).where(DeliveryBatch.order_id == order_id, DeliveryBatch.done_at.is_(None))
            return db.session.scalar(open_ones) == 0

    cockpit.wait_until(is_out, 120, "the order never went out")
    return order_id


def fed(port: int, requests: list[bytes], per_s: float) -> Fed:
    feeder = start(feeding.feed, port, requests, per_s)
    feeder.send(BEGIN)
    told: Fed = feeder.recv()
    return told


def watched(port: int, order_id: UUID, token: str, requests: list[bytes], per_s: float) -> tuple[Fed, Fed]:
    board = f"GET /api/orders/{order_id}/board HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    asking = start(feeding.ask, port, board.encode(), BOARDS, EVERY_S)
    feeder = start(feeding.feed, port, requests, per_s)
    for one in (asking, feeder):
        one.send(BEGIN)
    minute: Fed = feeder.recv()
    asking.send(OVER)
    boards: Fed = asking.recv()
    return minute, boards


def start(target: Any, *given: Any) -> Connection:
    """A process that has loaded everything and waits for the word to begin."""
    pipe, end = SPAWN.Pipe()
    SPAWN.Process(target=target, args=(*given, end), daemon=True).start()
    ready = pipe.recv()
    assert ready == feeding.READY
    return pipe


def report_of(secret: str, order_id: UUID, person_id: UUID) -> bytes:
    body = json.dumps(
        {
            "id": str(uuid_utils.compat.uuid7()),
            "order_id": str(order_id),
            "state": "acknowledged",
            "device_at": clock.now().isoformat(),
            "clock_offset_ms": 0,
            "token": seal(secret, Holder(order_id, person_id)),
        }
    ).encode()
    head = "POST /api/receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def counts(order_id: UUID) -> dict[str, int]:
    """Receipts kept; people counted as acknowledged, and recounted."""
    kept = select(func.count()).select_from(Receipt).where(Receipt.order_id == order_id)
    counted = select(func.sum(OrderTally.people)).where(
        OrderTally.order_id == order_id, OrderTally.state == State.acknowledged
    )
    recounted = select(func.count()).where(Delivery.order_id == order_id, Delivery.state == State.acknowledged)
    names = ("receipts", "counted", "recounted")
    return {
        name: int(db.session.scalar(asked) or 0) for name, asked in zip(names, (kept, counted, recounted), strict=True)
    }


def call(port: int, path: str, body: object, *, token: str = "", method: str = "POST") -> dict[str, Any]:
    return patience.call(port, path, body, method=method, token=token, meanwhile=lambda: time.sleep(0))


if __name__ == "__main__":
    main()
