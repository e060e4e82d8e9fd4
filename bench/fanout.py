"""`make bench-fanout`: one order to 100,000 subscriptions, until all are accepted and written, beside its rivals."""

import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.commands.actions.issue import Asked, plan_of
from backend.commands.actions.issue import send as issue
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.commands.models.order import OrderProgress
from backend.commands.queries import plans
from backend.commands.rules.two_people import EXEMPT
from backend.core.db import db, uuid7
from backend.core.http.actor import Actor
from backend.demo import geography
from bench import cockpit, crowd, naive, phones, rivals, sink
from bench.figures import put
from bench.order import ask, certified
from bench.senders import Senders, busy_s

N = int(os.environ.get("N", "1000000" if os.environ.get("GROW") else "100000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SENDERS = 2
DELAY_S = 0.05
NAIVE, ASYNC, NPM = 300, 2_000, 2_000
AT_ONCE = 25_000
LONGEST_S = 900
PROFILE = os.environ.get("PROFILE", "")


@dataclass(slots=True)
class Crowd:
    district: str
    commander: Actor
    origin: str
    #: some of them, whose messages are opened and to whom the rivals send
    known: dict[str, crowd.Phone] = field(default_factory=dict)


@dataclass(slots=True)
class Rounds:
    """Seconds from the tap to the last row written, of each round; and what came."""

    name: str
    delay_s: float
    seconds: list[float] = field(default_factory=list)
    issued: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    opened: int = 0
    sink_share: list[float] = field(default_factory=list)
    sender_share: list[float] = field(default_factory=list)
    other_share: list[float] = field(default_factory=list)

    @property
    def median_s(self) -> float:
        return statistics.median(self.seconds)


def main() -> None:
    others = os.getloadavg()[0]
    spawn = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory() as folder,
        certified(Path(folder)) as (ca_file, certificate),
        cockpit.place(ca_file) as where,
        where.app.app_context(),
    ):
        control, end = spawn.Pipe()
        serving = spawn.Process(target=sink.serve, args=(certificate, end), daemon=True)
        serving.start()
        people = settle(f"https://localhost:{control.recv()}")
        beside = rivals_of(people, ca_file)
        ask(control, "look")
        rounds = [run for delay_s in (0.0, DELAY_S) for run in both(where, people, control, delay_s)]
        control.send("stop")
        serving.join(10)
    report(rounds, beside, others)


def settle(origin: str) -> Crowd:
    """The demo's district and N grid workers over its communities, a phone each."""
    report = take_in(geography.read().rows)
    assert not report.faults, report.faults
    load_plans(read_all())
    db.session.commit()
    district, *_ = db.session.scalars(select(Area.code).where(Area.level == "district"))
    commander = crowd.commander(district)
    people = Crowd(district, commander, origin)
    codes = db.session.scalars(select(Area.code).where(Area.level == "community").order_by(Area.code)).all()
    for number, code in enumerate(codes):
        share = N // len(codes) + (number < N % len(codes))
        for begin in range(0, share, AT_ONCE):
            made = crowd.crowd(code, min(AT_ONCE, share - begin), origin)
            people.known.update({phone.path: phone for phone in made[: max(1, NPM // len(codes) + 1)]})
        db.session.expunge_all()
    # Autovacuum would do it some minutes later.
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    print(f"{N:,} people with a phone each", flush=True)
    return people


def rivals_of(people: Crowd, ca_file: str) -> dict[str, float]:
    """Seconds per message of each, and what one core encrypts in a second."""
    some = list(people.known.values())
    beside = {
        "naive_s": naive.seconds_per_message(some[:NAIVE], people.origin, ca_file),
        "webpush_async_s": rivals.pywebpush_async(some[:ASYNC], people.origin, ca_file),
        "npm_web_push_s": rivals.npm_web_push(some[:NPM], people.origin, ca_file),
    }
    for name, seconds in beside.items():
        print(f"  {name}: {seconds * 1e6:,.0f} µs a message", flush=True)
    speeds = {
        "openssl_ecdh_per_s": rivals.ecdh_per_s(some[0]),
        "openssl_pair_and_ecdh_per_s": rivals.pair_and_ecdh_per_s(some[0]),
        "sealed_per_s": rivals.sealed_per_s(some[0]),
    }
    for name, speed in speeds.items():
        print(f"  {name}: {speed:,.0f}", flush=True)
    return {**beside, **speeds}


def both(where: cockpit.Place, people: Crowd, control: Connection, delay_s: float) -> Iterable[Rounds]:
    ask(control, delay_s)
    for name, keys in (("cold", 0), ("prepared", N)):
        rounds = Rounds(name, delay_s)
        profile = f"{PROFILE}.{name}" if PROFILE and not delay_s else ""
        with Senders(where, SENDERS, prepared=keys, profile=profile) as senders:
            for _ in range(ROUNDS):
                if keys:
                    senders.wait_until_prepared(120 + N / 1_000)
                one(rounds, people, control, senders)
        yield rounds


def one(rounds: Rounds, people: Crowd, control: Connection, senders: Senders) -> None:
    """Tap, and wait until every row is written."""
    cpu_s, busy = senders.cpu_s(), busy_s()
    began = time.monotonic()
    order_id = tap(people)
    issued_s = time.monotonic() - began
    while not is_out(order_id):
        if time.monotonic() - began > LONGEST_S:
            raise SystemExit("it never ended")
        time.sleep(0.05)
    took_s = time.monotonic() - began
    used = senders.cpu_s() - cpu_s, busy_s() - busy
    came: sink.Came = ask(control, "look")
    rounds.seconds.append(took_s)
    rounds.issued.append(issued_s)
    rounds.lost += N - (came.messages - came.doubled)
    rounds.doubled += came.doubled
    rounds.opened += opened(people, came)
    whole = took_s * (os.cpu_count() or 1)
    rounds.sink_share.append(came.cpu_s / whole)
    rounds.sender_share.append(used[0] / whole)
    rounds.other_share.append((used[1] - used[0] - came.cpu_s) / whole)
    print(
        f"  {rounds.name}, answers after {rounds.delay_s * 1000:.0f} ms: {took_s:.2f} s, {issued_s:.2f} s of it issuing;"
        f" of both cores {used[0] / whole:.0%} senders, {came.cpu_s / whole:.0%} push service,"
        f" {rounds.other_share[-1]:.0%} PostgreSQL and others; lost {rounds.lost}, doubled {rounds.doubled}",
        flush=True,
    )


def tap(people: Crowd) -> UUID:
    """A drill, as it starts by itself at its hour: agreed on when it was planned."""
    plan = plans.one("road_collapse")
    asked = Asked(
        id=uuid7(),
        plan_code=plan.code,
        plan_version=plan.version,
        status="Exercise",
        slots={slot["name"]: slot["example"]["zh"] for slot in plan.content["slots"]},
        target={
            "areas": [people.district],
            "polygon": None,
            "circle": None,
            "roles": ["grid_worker"],
            "on_duty": False,
            "exclude": {"areas": [], "people": []},
        },
        stamps={},
    )
    order = issue(people.commander, asked, plan_of(asked), consent=EXEMPT)
    db.session.commit()
    return order.id


def is_out(order_id: UUID) -> bool:
    db.session.rollback()
    query = select(OrderProgress.all_accepted_at).where(OrderProgress.order_id == order_id)
    return db.session.scalar(query) is not None


def opened(people: Crowd, came: sink.Came) -> int:
    """How many of the sampled bodies the phones opened; one that cannot be opened ends the run."""
    mine = [(people.known[path], body) for path, body in came.bodies if path in people.known]
    return sum(phones.opened(phone.secrets, body)["notification"]["data"]["kind"] == "order" for phone, body in mine)


def report(rounds: list[Rounds], beside: dict[str, float], others: float) -> None:
    figures = figured(rounds, beside)
    lines = [f"| {name} | {value} |" for name, value in shown(rounds, beside).items()]
    table = "\n".join([f"| {N:,} messages | seconds |", "|---|---:|", *lines])
    note = (
        f"Medians of {ROUNDS} rounds from the tap (issuing included) to the last row written; {os.cpu_count()} cores shared"
        f" by {SENDERS} senders, PostgreSQL and the push service (TLS, HTTP/2, loopback), which alone takes"
        f" {statistics.median(rounds[0].sink_share):.0%} of both cores while cold and"
        f" {statistics.median(rounds[1].sink_share):.0%} while prepared. Rivals were measured in the same run on {NAIVE},"
        f" {ASYNC:,} and {NPM:,} messages and multiplied; they keep no records. Every message that came was counted by its"
        f" path, {sum(run.opened for run in rounds)} were opened with the phone's own key. Encryption of one core:"
        f" {beside['sealed_per_s']:,.0f}/s, {figures['ratio_openssl']:.0%} of OpenSSL's bare multiplication"
        f" ({beside['openssl_ecdh_per_s']:,.0f}/s) and {figures['ratio_openssl_with_pair']:.0%} of it with the new pair that"
        f" each message needs ({beside['openssl_pair_and_ecdh_per_s']:,.0f}/s). Load average before: {others:.1f}."
    )
    print(f"\n{table}\n\n{note}")
    name = "bench-fanout" if N <= 100_000 else "bench-fanout-grow"
    put(
        name,
        f"One order to {N:,} phones (`make {'bench-fanout' if N <= 100_000 else 'bench-fanout GROW=1'}`)\n\n{table}\n\n{note}",
    )
    print("RESULT " + json.dumps({key: round(value, 4) for key, value in figures.items()}))


def shown(rounds: list[Rounds], beside: dict[str, float]) -> dict[str, str]:
    own = {
        f"{run.name}, answers {f'after {run.delay_s * 1000:.0f} ms' if run.delay_s else 'at once'}": f"**{run.median_s:.2f}**"
        f" ({min(run.seconds):.2f}–{max(run.seconds):.2f})"
        for run in rounds
    }
    of_it = {"of it resolving, freezing and issuing": f"{statistics.median(rounds[0].issued):.2f}"}
    names = {
        "webpush_async_s": "`webpush_async()`, 50 under way",
        "npm_web_push_s": "npm web-push, 50 under way",
        "naive_s": "`pywebpush.webpush()` in a loop",
    }
    return {**own, **of_it, **{label: f"{beside[name] * N:.1f}" for name, label in names.items()}}


def figured(rounds: list[Rounds], beside: dict[str, float]) -> dict[str, Any]:
    cold, prepared, cold_slow, prepared_slow = (run.median_s for run in rounds)
    return {
        "n": N,
        "rounds": ROUNDS,
        "cold_s": cold,
        "prepared_s": prepared,
        "cold_50ms_s": cold_slow,
        "prepared_50ms_s": prepared_slow,
        "issued_s": statistics.median(rounds[0].issued),
        "naive_s": beside["naive_s"] * N,
        "webpush_async_s": beside["webpush_async_s"] * N,
        "npm_web_push_s": beside["npm_web_push_s"] * N,
        "ratio_naive": beside["naive_s"] * N / cold,
        "ratio_naive_prepared": beside["naive_s"] * N / prepared,
        "ratio_webpush_async": beside["webpush_async_s"] * N / cold,
        "ratio_npm": beside["npm_web_push_s"] * N / cold,
        "ratio_npm_prepared": beside["npm_web_push_s"] * N / prepared,
        "ratio_openssl": beside["sealed_per_s"] / beside["openssl_ecdh_per_s"],
        "ratio_openssl_with_pair": beside["sealed_per_s"] / beside["openssl_pair_and_ecdh_per_s"],
        "sink_share_cold": statistics.median(rounds[0].sink_share),
        "sink_share_prepared": statistics.median(rounds[1].sink_share),
        "lost": sum(run.lost for run in rounds),
        "doubled": sum(run.doubled for run in rounds),
    }


if __name__ == "__main__":
    main()
