"""A sender dies by -9 in the middle of an order to 5,000: nothing is lost, and repeats replace themselves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from backend.commands.actions.issue import issue
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import OrderTally
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db as database
from backend.push.rules.payloads import topic_of
from backend.push.settings import settings
from tests import cast as places
from tests.builders import orders, people
from tests.builders.crowd import crowd
from tests.cast import Cast
from tests.push.http2_server import Certificate
from tests.push.push_service import PushService

ROOT = Path(__file__).parents[2]
PEOPLE = 5_000
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate(tmp_path)


@pytest.fixture
def service(certificate: Certificate) -> Iterator[PushService]:
    double = PushService(certificate)
    double.start()
    yield double
    double.stop()


@pytest.fixture
def start_sender(app: Flask, committed: object, database_url: str, certificate: Certificate) -> Iterator[Start]:
    """Real `flask sender` processes, killed after the test."""
    surroundings = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PALM_VAR": str(app.config["VAR"]),
        "PALM_RECEIPT_SECRET": settings().secret,
        "PALM_CHANNELS": "webpush",
        "PALM_PUSH_HOSTS": "localhost:*",
        "PALM_PUSH_CA_FILE": str(certificate.ca_file),
        "PALM_PUSH_ALLOW_PRIVATE": "1",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "sender"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=surroundings))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def order_id(committed: object, service: PushService) -> UUID:
    """An evacuation for one grid in which 5,000 live, issued and not yet sent."""
    cast = Cast()
    orders.plans()
    crowd(places.DAOMAO_EAST, [service.phone() for _ in range(PEOPLE)])
    commander = people.actor(cast.chaoming_commander)
    body = orders.body(places.DAOMAO_EAST)
    shown = issue(commander, **{**body, "id": UUID(body["id"])})
    database.session.commit()
    return UUID(str(shown["id"]))


def test_nothing_is_lost_when_a_sender_is_killed_in_the_middle(
    order_id: UUID, service: PushService, start_sender: Start
) -> None:
    first = start_sender()
    service.wait_for(PEOPLE // 4, timeout_s=120)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert 0 < accepted(order_id) < PEOPLE

    start_sender()
    wait_until_all_is_settled(order_id)

    per_phone: dict[str, list[tuple[str, str]]] = {}
    for came in service.received:
        seen = per_phone.setdefault(came.path, [])
        seen.append((came.headers["topic"], came.message["notification"]["tag"]))
    assert len(per_phone) == PEOPLE
    # Repeats there may be, no more than were on the line, and each replaces the one before.
    assert {pair for seen in per_phone.values() for pair in seen} == {(topic_of(order_id), str(order_id))}
    assert len(service.received) - PEOPLE <= 2_000
    assert accepted(order_id) == PEOPLE
    assert open_batches(order_id) == 0


def accepted(order_id: UUID) -> int:
    database.session.rollback()
    counted = select(OrderTally.people).where(OrderTally.order_id == order_id, OrderTally.state == State.accepted)
    recounted = select(func.count()).where(Delivery.order_id == order_id, Delivery.state == State.accepted)
    people_ = sum(database.session.scalars(counted))
    assert people_ == database.session.scalar(recounted)
    return people_


def open_batches(order_id: UUID) -> int:
    unfinished = (DeliveryBatch.order_id == order_id, DeliveryBatch.done_at.is_(None))
    return database.session.scalar(select(func.count()).where(*unfinished)) or 0


def wait_until_all_is_settled(order_id: UUID) -> None:
    for _ in range(600):
        database.session.rollback()
        if open_batches(order_id) == 0:
            return
        database.session.execute(text("SELECT pg_sleep(0.2)"))
    raise AssertionError(f"{open_batches(order_id)} batches are still open")
