"""`make bench-kills`: everything killed by -9 in the middle of orders; what is lost, and what comes twice."""

import json
import multiprocessing
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import delete, select

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.core.db import db
from backend.demo import geography
from backend.push.models import Subscription
from bench import cockpit, crowd, figures, patience, push_service, recount, steady_phones
from bench.order import certified, tap
from bench.recount import Proof
from bench.victims import Victims

ORDERS = int(os.environ.get("ORDERS", "100"))
PEOPLE = int(os.environ.get("PEOPLE", "5000"))
SEED = int(os.environ.get("SEED", "57"))
#: One in so many has no phone: he must be named as unreached.
ONE_WITHOUT = 20
KILLS_AN_ORDER = 3
SETTLED_WITHIN_S = 180
#: fewer orders than this prove that it runs, and are not written down
WORTH_WRITING = 100


@dataclass(slots=True)
class World:
    victims: Victims
    phones: Connection
    url: str
    community: str
    paths: dict[UUID, str]
    chance: random.Random
    token: str = ""

    def call(self, path: str, body: object = None, *, method: str = "POST") -> dict[str, Any]:
        return patience.call(
            self.victims.port, path, body, method=method, token=self.token, meanwhile=self.victims.mend
        )


def main() -> None:
    with (
        TemporaryDirectory() as folder,
        certified(Path(folder)) as (ca_file, certificate),
        cockpit.place(ca_file) as where,
    ):
        proof, killed, longest_s = prove(where, certificate)
    if ORDERS >= WORTH_WRITING:
        write(proof, killed, longest_s)
    print(f"\n{table(proof, killed)}")
    print(f"RESULT {json.dumps({**asdict(proof), 'killed': killed, 'longest_s': round(longest_s, 1)})}")
    if not proof.is_clean:
        raise SystemExit("something was lost or came twice")


def prove(where: cockpit.Place, certificate: str) -> tuple[Proof, dict[str, int], float]:
    spawn = multiprocessing.get_context("spawn")
    (service, service_end), (inbox, outbox) = spawn.Pipe(), spawn.Pipe(duplex=False)
    serving = spawn.Process(target=push_service.serve, args=(certificate, service_end, outbox), daemon=True)
    serving.start()
    community, people = settle(where, f"https://localhost:{service.recv()}")
    with Victims(where) as victims:
        asking, asking_end = spawn.Pipe()
        secrets = {phone.path: phone.secrets for phone in people}
        web = ("127.0.0.1", victims.port)
        living = spawn.Process(target=steady_phones.live, args=(secrets, web, inbox, asking_end), daemon=True)
        living.start()
        paths = {phone.person_id: phone.path for phone in people}
        world = World(victims, asking, where.env["DATABASE_URL"], community, paths, random.Random(SEED))
        proof, longest_s = run(world)
        asking.send("stop")
        living.join(10)
    service.send("stop")
    serving.join(10)
    return proof, dict(victims.killed), longest_s


def settle(where: cockpit.Place, origin: str) -> tuple[str, list[crowd.Phone]]:
    """The demo's district; all live in one community, and some have no phone."""
    with where.app.app_context():
        report = take_in(geography.read().rows)
        assert not report.faults, report.faults
        load_plans(read_all())
        db.session.commit()
        crowd.commander(db.session.scalars(select(Area.code).where(Area.level == "district")).one())
        community = db.session.scalars(select(Area.code).where(Area.level == "community").order_by(Area.code)).first()
        assert community
        print(f"making {PEOPLE:,} people", flush=True)
        people = crowd.crowd(community, PEOPLE, origin)
        without = [phone.person_id for phone in people[::ONE_WITHOUT]]
        db.session.execute(delete(Subscription).where(Subscription.person_id.in_(without)))
        db.session.commit()
        db.engine.dispose()
    return community, people


def run(world: World) -> tuple[Proof, float]:
    proof, longest_s = Proof(), 0.0
    for number in range(1, ORDERS + 1):
        began = time.monotonic()
        order_id = issue(world)
        names = disturb(world)
        wait(world, partial(recount.is_settled, world.url, world.phones, order_id), f"order {number} did not settle")
        recount.count(world.url, world.phones, order_id, world.paths, proof)
        took_s = time.monotonic() - began
        longest_s = max(longest_s, took_s)
        so_far = f"so far lost {proof.lost}, doubled {proof.doubled}, repeated {proof.repeats}"
        print(f"  order {number}: {took_s:.1f} s, killed {', '.join(names)}; {so_far}", flush=True)
    return proof, longest_s


def issue(world: World) -> UUID:
    world.token = str(world.call("/api/sessions", credentials())["access_token"])
    plan = world.call("/api/plans/road_collapse", method="GET")
    body = tap(plan, world.community, datetime.now(UTC))  # noqa: TID251 - the wall clock that the processes share
    return UUID(world.call("/api/orders", body)["id"])


def disturb(world: World) -> list[str]:
    """Kill at random moments while the order goes out."""
    names = []
    for _ in range(KILLS_AN_ORDER):
        _mending(world, world.chance.uniform(0.05, 1.5))
        names.append(world.victims.kill(world.chance))
    return names


def wait(world: World, done: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise)
        _mending(world, 0.2)


def credentials() -> dict[str, str]:
    return {
        "username": crowd.USERNAME,
        "password": crowd.PASSWORD,
        "device_id": str(uuid_utils.compat.uuid7()),
        "device_label": "bench",
    }


def _mending(world: World, seconds: float) -> None:
    """Wait, and start again meanwhile what has fallen."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        world.victims.mend()
        time.sleep(min(0.1, left))


def table(proof: Proof, killed: Mapping[str, int]) -> str:
    rows = [*recount.lines(proof), *((f"{name} killed", times) for name, times in sorted(killed.items()))]
    lines = [f"| {name} | {value:,} |" for name, value in rows]
    return "\n".join([f"| {proof.orders} orders to {PEOPLE:,} people | |", "|---|---:|", *lines])


def write(proof: Proof, killed: Mapping[str, int], longest_s: float) -> None:
    note = (
        f"Each order met {KILLS_AN_ORDER} kills by -9 at random moments of its first seconds; what fell was started"
        f" again. One phone in {steady_phones.ONE_IN} answers, one person in {ONE_WITHOUT} has none. The slowest order"
        f" was settled after {longest_s:.0f} s."
    )
    figures.put("bench-kills", f"Killed in the middle (`make bench-kills`)\n\n{table(proof, killed)}\n\n{note}")


if __name__ == "__main__":
    main()
