"""Orders are taken back at random moments while real senders send them, and answers come late, or a sender dies.

Nobody ends with the original and without the correction; whoever was never sent it gets neither.
`RETRACT_RUNS=2000` plays longer, `RETRACT_SEED` plays again what went wrong.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from backend.commands.actions.cancel import cancel
from backend.commands.actions.issue import issue
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.push.settings import settings
from tests import cast as places
from tests.builders import orders, people, race
from tests.builders.crowd import crowd
from tests.cast import Cast
from tests.push.http2_server import Certificate, Reply
from tests.push.push_service import Delivered, Phone, PushService

ROOT = Path(__file__).parents[2]
RUNS = int(os.environ.get("RETRACT_RUNS", "50"))
SEED = int(os.environ.get("RETRACT_SEED", str(random.randrange(10**6))))
PEOPLE = 20
#: one run in so many kills a sender in the middle
KILLS = 16


class Senders:
    """Real `flask sender` processes; who dies is followed by another, which the runs do not wait for."""

    def __init__(self, surroundings: dict[str, str]) -> None:
        self._surroundings = surroundings
        self._living: list[subprocess.Popen[bytes]] = [self._started() for _ in range(2)]

    def kill_one(self, chance: random.Random) -> None:
        victim = self._living.pop(chance.randrange(len(self._living)))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self._living.append(self._started())

    def stop(self) -> None:
        for process in self._living:
            process.kill()
            process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "sender"]
        return subprocess.Popen(command, cwd=ROOT, env=self._surroundings, stdout=subprocess.DEVNULL)


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
def senders(app: Flask, committed: object, database_url: str, certificate: Certificate) -> Iterator[Senders]:
    started = Senders(
        {
            **os.environ,
            "DATABASE_URL": database_url,
            "PALM_VAR": str(app.config["VAR"]),
            "PALM_RECEIPT_SECRET": settings().secret,
            "PALM_CHANNELS": "webpush",
            "PALM_PUSH_HOSTS": "localhost:*",
            "PALM_PUSH_CA_FILE": str(certificate.ca_file),
            "PALM_PUSH_ALLOW_PRIVATE": "1",
        }
    )
    yield started
    started.stop()


@pytest.fixture
def phones(committed: object, service: PushService) -> dict[UUID, Phone]:
    cast = Cast()
    orders.plans()
    everybody = crowd(places.DAOMAO_EAST, [service.phone() for _ in range(PEOPLE)])
    # Committed with the plans: the senders look into the same database.
    people.token_of(cast.chaoming_commander)
    return everybody


@pytest.fixture
def commander(phones: dict[UUID, Phone]) -> Actor:
    from_cast = text("SELECT person_id FROM account WHERE username = 'shen'")
    return people.actor(database.session.get_one(Person, database.session.scalar(from_cast)))


def faulty(chance: random.Random) -> Callable[[], Reply]:
    """A push service on a bad day: most it takes at once, some it takes and says so late, some lines break."""

    def reply() -> Reply:
        luck = chance.random()
        if luck < 0.15:
            return Reply(after_s=chance.uniform(0, 0.12))
        if luck < 0.165:
            return Reply(behaviour="reset")
        if luck < 0.166:
            return Reply(status=500)
        return Reply()

    return reply


def test_nobody_ends_with_the_original_and_without_the_correction(
    commander: Actor, phones: dict[UUID, Phone], service: PushService, senders: Senders
) -> None:
    chance = random.Random(SEED)
    service.answer_with(faulty(random.Random(SEED)))
    warm_up(commander, service)
    met = {"stopped": 0, "corrected": 0}
    for run in range(RUNS):
        kills = run % KILLS == KILLS - 1
        order_id, correction_id = play(commander, chance, senders, service, kills=kills)
        wait_until_settled([order_id, correction_id])
        judge(order_id, correction_id, phones, service)
        met["stopped"] += len(race.stopped(order_id))
        met["corrected"] += len(race.recipients(correction_id))
    # The moments were random enough: some were stopped, and some were corrected.
    assert met["stopped"] > PEOPLE, (SEED, met)
    assert met["corrected"] > PEOPLE, (SEED, met)


def warm_up(commander: Actor, service: PushService) -> None:
    issued(commander, PEOPLE)
    service.wait_for(PEOPLE, timeout_s=60)


def play(
    commander: Actor, chance: random.Random, senders: Senders, service: PushService, *, kills: bool
) -> tuple[UUID, UUID]:
    """An order and its retraction: at once, at a random moment, or when some of it has come."""
    before = len(service.received)
    order_id, correction_id = issued(commander, chance.choice([1, 2, 3, 5])), uuid7()
    moment = chance.choice([0, chance.uniform(0, 0.05), None])
    if moment is None:
        wait_for_some(service, before + chance.randint(1, PEOPLE))
    else:
        time.sleep(moment)
    if kills:
        senders.kill_one(chance)
    cancel(commander, order_id, id=correction_id, reason="误报")
    database.session.commit()
    return order_id, correction_id


def wait_for_some(service: PushService, count: int) -> None:
    """However fast the machine is; lines that break may keep some of them back."""
    deadline = time.monotonic() + 2
    while len(service.received) < count and time.monotonic() < deadline:
        time.sleep(0.002)


def issued(commander: Actor, size: int) -> UUID:
    body = orders.body(places.DAOMAO_EAST)
    shown = issue(commander, **{**body, "id": UUID(body["id"])})
    race.rebatch(shown["id"], size)
    database.session.commit()
    return UUID(str(shown["id"]))


def judge(order_id: UUID, correction_id: UUID, phones: dict[UUID, Phone], service: PushService) -> None:
    stopped = race.stopped(order_id)
    corrected = race.recipients(correction_id) - race.stopped(correction_id)
    # Posted on a line that broke, or in the hands of who died: nobody knows whether it arrived.
    may_have_left = race.left_open(order_id) | race.tried(order_id)
    for person_id, phone in phones.items():
        got = service.to(phone)
        original, correction = about(got, order_id), about(got, correction_id)
        told = (SEED, order_id, person_id, original, correction)
        if taken(original):
            assert taken(correction), told
            assert got.index(taken(correction)[-1]) > got.index(original[-1]), told
        if person_id in stopped:
            assert not original, told
            assert not correction, told
        if not original and person_id not in may_have_left:
            assert person_id not in corrected, told
        assert (person_id in stopped) != (person_id in corrected), told


def about(got: list[Delivered], order_id: UUID) -> list[Delivered]:
    return [one for one in got if one.message["notification"]["data"]["order_id"] == str(order_id)]


def taken(got: list[Delivered]) -> list[Delivered]:
    """What the push service has put on the phone."""
    return [one for one in got if one.answered.behaviour == "answer" and one.answered.status == 201]


def wait_until_settled(order_ids: list[UUID]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        database.session.rollback()
        if not race.under_way(order_ids):
            return
        time.sleep(0.02)
    raise AssertionError(f"{SEED}: still under way: {race.under_way(order_ids)}")
