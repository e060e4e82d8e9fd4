"""A community whose orders meet faults: its people, their push service and phones, and a commander with patience."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.core.db import db
from backend.demo import geography
from backend.push.models import Subscription
from bench import cockpit, crowd, hosts, patience, push_service, recount, steady_phones
from bench.order import tap
from bench.recount import Proof

#: One in so many has no phone: he must be named as unreached.
ONE_WITHOUT = 20
SETTLED_WITHIN_S = 180


@dataclass(slots=True)
class Ordeal:
    """`mend` starts again what has fallen; it is called whenever somebody waits."""

    port: int
    url: str
    phones: Connection
    community: str
    paths: dict[UUID, str]
    mend: Callable[[], None]
    proof: Proof = field(default_factory=Proof)

    def issue(self) -> UUID:
        token = str(self._call("/api/sessions", crowd.credentials())["access_token"])
        plan = self._call("/api/plans/road_collapse", method="GET", token=token)
        body = tap(plan, self.community, datetime.now(UTC))  # noqa: TID251 - the wall clock that the processes share
        return UUID(self._call("/api/orders", body, token=token)["id"])

    def settle(self, order_id: UUID) -> None:
        """Wait until nothing of it is under way, and add it to the proof."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while rest := recount.still_open(self.url, self.phones, order_id):
            if time.monotonic() > deadline:
                raise RuntimeError(f"an order did not settle; still open: {rest}")
            self.pause(0.1)
        recount.count(self.url, self.phones, order_id, self.paths, self.proof)

    def wait(self, done: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while not done():
            if time.monotonic() > deadline:
                raise RuntimeError(otherwise)
            self.pause(0.1)

    def pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.mend()
            time.sleep(min(0.1, left))

    def _call(self, path: str, body: object = None, *, method: str = "POST", token: str = "") -> dict[str, Any]:
        return patience.call(self.port, path, body, method=method, token=token, meanwhile=self.mend)


@dataclass(frozen=True, slots=True)
class Service:
    """The push service, on its way to the phones. `host`: the namespace in which it stands; None: this one."""

    origin: str
    inbox: Connection
    host: str | None


@contextmanager
def service(certificate: str, *, name: str = "localhost", host: str | None = None) -> Iterator[Service]:
    spawn = multiprocessing.get_context("spawn")
    (control, its_end), (inbox, outbox) = spawn.Pipe(), spawn.Pipe(duplex=False)
    at = hosts.SERVICE_AT if host else "127.0.0.1"
    serving = spawn.Process(target=_serve, args=(host, certificate, its_end, outbox, at), daemon=True)
    serving.start()
    try:
        yield Service(f"https://{name}:{control.recv()}", inbox, host)
    finally:
        control.send("stop")
        serving.join(10)


@contextmanager
def phones(people: list[crowd.Phone], of: Service, web: tuple[str, int]) -> Iterator[Connection]:
    spawn = multiprocessing.get_context("spawn")
    asking, its_end = spawn.Pipe()
    secrets = {phone.path: phone.secrets for phone in people}
    living = spawn.Process(target=_live, args=(of.host, secrets, web, of.inbox, its_end), daemon=True)
    living.start()
    try:
        yield asking
    finally:
        asking.send("stop")
        living.join(10)


def settle_in(where: cockpit.Place, origin: str, people: int) -> tuple[str, list[crowd.Phone]]:
    """The demo's district; all live in one community, and some have no phone."""
    with where.app.app_context():
        report = take_in(geography.read().rows)
        assert not report.faults, report.faults
        load_plans(read_all())
        db.session.commit()
        crowd.commander(db.session.scalars(select(Area.code).where(Area.level == "district")).one())
        community = db.session.scalars(select(Area.code).where(Area.level == "community").order_by(Area.code)).first()
        assert community
        print(f"making {people:,} people", flush=True)
        made = crowd.crowd(community, people, origin)
        without = [phone.person_id for phone in made[::ONE_WITHOUT]]
        db.session.execute(delete(Subscription).where(Subscription.person_id.in_(without)))
        db.session.commit()
        db.engine.dispose()
    return community, made


def _serve(host: str | None, *given: Any) -> None:
    if host:
        hosts.enter(host)
    push_service.serve(*given)


def _live(host: str | None, *given: Any) -> None:
    if host:
        hosts.enter(host)
    steady_phones.live(*given)
