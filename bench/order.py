"""`make bench-order`: one order to N virtual phones, from the tap to the answers, beside a naive loop."""

import json
import multiprocessing
import os
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import trustme
import uuid_utils.compat
from sqlalchemy import func, select

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.demo import geography
from bench import cockpit, crowd, figures, naive, phones, push_service
from bench.figures import Figures, percentile

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "1000 10000").split())
NAIVE_SAMPLE = 300
LONGEST_S = 300


@dataclass(slots=True)
class World:
    """All that runs: the service and its phones, the cockpit, and the people by size of their community."""

    port: int
    service: Connection
    answering: Connection
    origin: str
    groups: dict[int, tuple[str, list[crowd.Phone]]]
    token: str = ""


def main() -> None:
    others = os.getloadavg()[0]
    with (
        TemporaryDirectory() as folder,
        certified(Path(folder)) as (ca_file, certificate),
        cockpit.place(ca_file) as where,
        where.app.app_context(),
    ):
        runs = measure(where, ca_file, certificate)
    note = (
        f"{os.cpu_count()} cores shared by PostgreSQL, gunicorn, {os.cpu_count()} senders, the push service"
        f" and the phones; TLS over loopback. The naive loop was measured on {NAIVE_SAMPLE} messages and multiplied."
        f" Load average before it began: {others:.1f}."
    )
    print(f"\n{figures.table(runs)}\n\n{note}")
    figures.write(runs, note)
    print(figures.result(runs, NAIVE_SAMPLE))


@contextmanager
def certified(folder: Path, *names: str) -> Iterator[tuple[str, str]]:
    """A certificate for localhost (and further names) and the authority that signed it, as files."""
    authority = trustme.CA(organization_name="Benchmark authority")
    ca_file, certificate = folder / "authority.pem", folder / "localhost.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    authority.issue_cert("localhost", "127.0.0.1", *names).private_key_and_cert_chain_pem.write_to_path(
        str(certificate)
    )
    yield str(ca_file), str(certificate)


def measure(where: cockpit.Place, ca_file: str, certificate: str) -> list[Figures]:
    spawn = multiprocessing.get_context("spawn")
    (service, service_end), (inbox, outbox) = spawn.Pipe(), spawn.Pipe(duplex=False)
    serving = spawn.Process(target=push_service.serve, args=(certificate, service_end, outbox), daemon=True)
    serving.start()
    origin = f"https://localhost:{service.recv()}"
    groups = settle(origin)
    with cockpit.Processes(where) as running:
        answering, answering_end = spawn.Pipe()
        secrets = {phone.path: phone.secrets for _, group in groups.values() for phone in group}
        web = ("127.0.0.1", running.port)
        living = spawn.Process(target=phones.live, args=(secrets, web, inbox, answering_end), daemon=True)
        living.start()
        world = World(running.port, service, answering, origin, groups)
        world.token = sign_in(world)
        naive_s = naive.seconds_per_message(groups[min(groups)][1][:NAIVE_SAMPLE], origin, ca_file)
        print(f"naive loop: {naive_s * 1000:.1f} ms a message, on {NAIVE_SAMPLE}", flush=True)
        runs = [run(world, size, naive_s) for size in sorted(groups)]
        answering.send("stop")
        living.join(10)
    service.send("stop")
    serving.join(10)
    return runs


def settle(origin: str) -> dict[int, tuple[str, list[crowd.Phone]]]:
    """The demo's district with its plans; each size gets a community of its own."""
    report = take_in(geography.read().rows)
    assert not report.faults, report.faults
    load_plans(read_all())
    db.session.commit()
    district, *_ = db.session.scalars(select(Area.code).where(Area.level == "district"))
    crowd.commander(district)
    communities = db.session.scalars(select(Area.code).where(Area.level == "community").order_by(Area.code)).all()
    groups = {}
    for size, code in zip(SIZES, communities, strict=False):
        print(f"making {size:,} people with a phone each", flush=True)
        groups[size] = (code, crowd.crowd(code, size, origin))
    return groups


def run(world: World, size: int, naive_s: float) -> Figures:
    """Tap, and wait until everybody answered or time is up."""
    code, _ = world.groups[size]
    plan = call(world, "GET", "/api/plans/road_collapse")
    ask(world.service, "counts")
    tapped = datetime.now(UTC)  # noqa: TID251 - the wall clock that the processes share
    order = call(world, "POST", "/api/orders", tap(plan, code, tapped))
    issued_s = (datetime.now(UTC) - tapped).total_seconds()  # noqa: TID251 - as above
    order_id = UUID(order["id"])
    watch(order_id, size)
    received: Counter[str] = ask(world.service, "counts")
    times = since(tapped, order_id)
    return Figures(
        phones=size,
        issued_s=issued_s,
        accepted_p50_s=percentile(times["accepted"], 0.5),
        accepted_p99_s=percentile(times["accepted"], 0.99),
        accepted_all_s=percentile(times["accepted"], 1),
        shown_p50_s=percentile(times["shown"], 0.5),
        shown_p99_s=percentile(times["shown"], 0.99),
        answered_p50_s=percentile(times["acknowledged"], 0.5),
        answered_p99_s=percentile(times["acknowledged"], 0.99),
        answered_all_s=percentile(times["acknowledged"], 1),
        naive_s=naive_s * size,
        ratio_naive=naive_s * size / percentile(times["accepted"], 1),
        lost=size - len(times["accepted"]),
        doubled=sum(received.values()) - len(received),
    )


def tap(plan: dict[str, Any], area_code: str, at: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid_utils.compat.uuid7()),
        "plan_code": plan["code"],
        "plan_version": plan["version"],
        "status": "Exercise",
        "slots": {slot["name"]: slot["example"]["zh"] for slot in plan["slots"]},
        "target": {
            "areas": [area_code],
            "polygon": None,
            "circle": None,
            "roles": ["grid_worker"],
            "exclude": {"areas": [], "people": []},
        },
        "stamps": {"confirmed": at.isoformat()},
    }


def watch(order_id: UUID, size: int) -> None:
    """Print progress each second until all have answered."""
    deadline = time.monotonic() + LONGEST_S
    answered = 0
    while answered < size and time.monotonic() < deadline:
        time.sleep(1)
        db.session.rollback()
        accepted = count(Delivery.order_id == order_id, Delivery.accepted_at.is_not(None))
        shown = count(Receipt.order_id == order_id, Receipt.state == State.shown)
        answered = count(Receipt.order_id == order_id, Receipt.state == State.acknowledged)
        print(f"  of {size:,}: {accepted:,} accepted · {shown:,} shown · {answered:,} answered", flush=True)


def count(*which: Any) -> int:
    return db.session.scalar(select(func.count()).where(*which)) or 0


def since(tapped: datetime, order_id: UUID) -> dict[str, list[float]]:
    """Seconds after the tap, by the server's own stamps."""
    db.session.rollback()
    accepted = select(Delivery.accepted_at).where(Delivery.order_id == order_id, Delivery.accepted_at.is_not(None))
    times = {"accepted": [(at - tapped).total_seconds() for at in db.session.scalars(accepted)]}
    for state in (State.shown, State.acknowledged):
        reported = select(Receipt.server_at).where(Receipt.order_id == order_id, Receipt.state == state)
        times[state.name] = [(at - tapped).total_seconds() for at in db.session.scalars(reported)]
    return times


def sign_in(world: World) -> str:
    return str(call(world, "POST", "/api/sessions", crowd.credentials())["access_token"])


def call(world: World, method: str, path: str, body: object = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid_utils.compat.uuid7())}
    if world.token:
        headers["Authorization"] = f"Bearer {world.token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{world.port}{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 - our own http address
        answer: dict[str, Any] = json.loads(reply.read())
    return answer


def ask(whom: Connection, what: str) -> Any:
    whom.send(what)
    return whom.recv()


if __name__ == "__main__":
    main()
