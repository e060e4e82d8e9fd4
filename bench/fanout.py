"""`make bench-fanout`: one order to 100,000 subscriptions, until all are accepted and written, beside its rivals."""

import multiprocessing
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
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
from bench import cockpit, crowd, fanout_figures, naive, phones, processor, rivals, sink
from bench.fanout_figures import Rounds, Used
from bench.order import ask, certified
from bench.senders import Senders

N = int(os.environ.get("N", "1000000" if os.environ.get("GROW") else "100000"))
#: A million takes minutes each time.
ROUNDS = int(os.environ.get("ROUNDS", "1" if os.environ.get("GROW") else "5"))
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
    fanout_figures.report(N, rounds, beside, fanout_figures.Sizes(SENDERS, NAIVE, ASYNC, NPM), load=others)


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
        "ecdh_per_s": rivals.ecdh_per_s(some[0]),
        "pair_and_ecdh_per_s": rivals.pair_and_ecdh_per_s(some[0]),
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
                one(rounds, people, control, senders, where.server.process.pid)
        yield rounds


def one(rounds: Rounds, people: Crowd, control: Connection, senders: Senders, postgres: int) -> None:
    """Tap, and wait until every row is written."""
    before = senders.cpu_s(), processor.family_s(postgres), processor.busy_s()
    began = time.monotonic()
    order_id = tap(people)
    issued_s = time.monotonic() - began
    while not is_out(order_id):
        if time.monotonic() - began > LONGEST_S:
            raise SystemExit("it never ended")
        time.sleep(0.05)
    took_s = time.monotonic() - began
    after = senders.cpu_s(), processor.family_s(postgres), processor.busy_s()
    came: sink.Came = ask(control, "look")
    rounds.seconds.append(took_s)
    rounds.issued.append(issued_s)
    rounds.lost += N - (came.messages - came.doubled)
    rounds.doubled += came.doubled
    rounds.opened += opened(people, came)
    of_senders, of_postgres, of_all = (now - then for now, then in zip(after, before, strict=True))
    rounds.used.append(Used(of_senders, of_postgres, came.cpu_s, of_all, took_s * (os.cpu_count() or 1)))
    print(f"  {fanout_figures.told(rounds)}", flush=True)


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


if __name__ == "__main__":
    main()
