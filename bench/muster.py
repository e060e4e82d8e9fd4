"""A muster of one street from the tap until every phone has been notified: real senders, a push service of our own."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from backend.areas.models import Area
from backend.commands.actions.muster import issue_muster
from backend.commands.models.order import OrderProgress
from backend.commands.queries import muster_candidates
from backend.core.db import db, uuid7
from backend.identity.models import Device
from backend.identity.rules.actor import Actor
from backend.push.models import Subscription
from bench import case_lists, cockpit, crowd, sink
from bench.order import ask, certified
from bench.senders import Senders

SENDERS = 2
LONGEST_S = 120
WORDS = {"place": "东门", "task": "搬运", "time": "马上", "phone": "19900000000", "status": "Exercise"}


@dataclass(slots=True)
class Service:
    """The push service of the benchmark, in a process of its own."""

    ca_file: str
    origin: str
    control: Connection


@contextmanager
def service() -> Iterator[Service]:
    spawn = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as folder, certified(Path(folder)) as (ca_file, certificate):
        control, end = spawn.Pipe()
        serving = spawn.Process(target=sink.serve, args=(certificate, end), daemon=True)
        serving.start()
        yield Service(ca_file, f"https://localhost:{control.recv()}", control)
        control.send("stop")
        serving.join(10)


def asked(area_code: str, *, wanted: int, skills: list[str]) -> dict[str, Any]:
    chosen = {"areas": [area_code], "skills": skills, "availability": [], "green": False}
    return {**chosen, "wanted": wanted, "reserve": 100, "lng_wgs84": None, "lat_wgs84": None}


def notified_s(where: cockpit.Place, service: Service, commander: Actor, called: int) -> float:
    """Seconds; each of those who are called has a phone, and each phone is told once."""
    _subscribe(_next(called), service.origin)
    ask(service.control, "look")
    with Senders(where, SENDERS, prepared=called) as senders:
        senders.wait_until_prepared(LONGEST_S)
        order_id = uuid7()
        began = time.perf_counter()
        issue_muster.issue_muster(commander, id=order_id, **asked(case_lists.STREET, wanted=called, skills=[]), **WORDS)
        db.session.commit()
        cockpit.wait_until(lambda: _is_out(order_id), LONGEST_S, "the muster never ended")
        took = time.perf_counter() - began
    came: sink.Came = ask(service.control, "look")
    if (came.messages, came.doubled) != (called, 0):
        raise SystemExit(f"of {called} messages {came.messages} came, {came.doubled} of them twice")
    return took


def _next(called: int) -> list[UUID]:
    """Whom a muster of the street calls now."""
    path = db.session.scalars(select(Area.path).where(Area.code == case_lists.STREET)).one()
    found = muster_candidates.found(muster_candidates.Wanted([path]))
    return [one.person_id for one in found[:called]]


def _subscribe(people: list[UUID], origin: str) -> None:
    """A phone for everybody who has none yet."""
    known = set(db.session.scalars(select(Subscription.person_id).where(Subscription.person_id.in_(people))))
    phones = {person_id: uuid7() for person_id in people if person_id not in known}
    if not phones:
        return
    rows = [{"id": device, "person_id": person_id, "label": "phone"} for person_id, device in phones.items()]
    db.session.execute(insert(Device), rows)
    db.session.execute(insert(Subscription), [crowd.phone_of(*one, origin) for one in phones.items()])
    db.session.commit()


def _is_out(order_id: UUID) -> bool:
    db.session.rollback()
    query = select(OrderProgress.all_accepted_at).where(OrderProgress.order_id == order_id)
    return db.session.scalar(query) is not None
