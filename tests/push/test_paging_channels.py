"""The robot's three channels to their ends: a notice on a phone, a link in a text message, keys pressed in a call."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import smpp34
from flask import Flask

from backend.core.db import db as database
from backend.identity.models import Person
from backend.paging.models import PagingCampaign
from backend.paging.outbox import on_time
from backend.paging.outbox.source import pagers
from backend.paging.settings import settings
from backend.push.channels.registry import Registry
from backend.push.channels.voice import ari
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.notice_outbox import NoticeOutbox
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from backend.push.settings import settings as push_settings
from tests.builders import paging, people
from tests.builders.subscriptions import subscription
from tests.cast import Cast
from tests.client import ActingClient
from tests.push.conftest import SUBJECT
from tests.push.http2_server import Certificate
from tests.push.outside import until
from tests.push.push_service import PushService
from tests.push.stands import ByAsterisk, OverSmpp

URL = "/api/paging/answers"
#: A call asks three questions, on a machine that may be busy with others.
PATIENCE_S = 180


@pytest.fixture
def sms(tmp_path: Path) -> Iterator[OverSmpp]:
    stand = OverSmpp(tmp_path)
    yield stand
    stand.close()


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ByAsterisk]:
    monkeypatch.setattr(ari, "_LISTEN_S", 0.05)
    stand = ByAsterisk(tmp_path)
    yield stand
    stand.close()


@pytest.fixture
def lines(certificate: Certificate) -> Iterator[Lines]:
    made = Lines(LineSettings(str(certificate.ca_file), reach="anywhere"))
    yield made
    made.close()


@pytest.fixture
def engine(app: Flask, committed: object, lines: Lines, sms: OverSmpp, voice: ByAsterisk) -> Iterator[Engine]:
    """As `flask sender` builds it, but for orders."""
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    app_push = WebPush(lines, Signer(push_settings().ring, SUBJECT), ["localhost:*"], PreparedKeys())
    registry = Registry([app_push, sms.channel, voice.channel])
    sources = [NoticeOutbox(), *pagers(settings())]
    yield Engine(sources, registry, life, database.session(), instance="here:1", wake=bell)
    life.close()
    os.close(bell)
    os.close(rope)


def begun(cast: Cast, *channels: str) -> PagingCampaign:
    """Asked at any hour: this clock is the machine's own."""
    attempts = [{"channel": channel, "wait_min": 60} for channel in channels]
    made = paging.small(cast, attempts=attempts, quiet_hours="")
    database.session.commit()
    return made


def turn_until(engine: Engine, done: Callable[[], object]) -> None:
    def turned() -> object:
        engine.turn()
        return done()

    until(turned, PATIENCE_S)


def outcomes(campaign_id: UUID) -> dict[UUID, Any]:
    """Whom a test has heard of → outcome and channel, as another connection sees it."""
    database.session.rollback()
    rows = paging.targets(database.session.get_one(PagingCampaign, campaign_id))
    return {one.person_id: (one.outcome, one.via) for one in rows if one.outcome}


def test_a_notice_on_the_phone_leads_to_the_questions_and_its_answer_ends_it(
    app: Flask, engine: Engine, service: PushService
) -> None:
    cast, phone = Cast(), service.phone()
    device = people.device(cast.volunteer)
    own = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.auth}
    subscription(cast.volunteer.id, device.id, **own)
    campaign_id = begun(cast, "app").id
    on_time.tick()
    database.session.commit()
    turn_until(engine, lambda: service.received)
    leads = service.received[0].message["notification"]["navigate"]
    assert leads == f"/questions/{campaign_id}"
    mine = ActingClient(app).as_(cast.volunteer)
    kept = mine.post(f"/api/me{leads}", json={"answers": {"well": "yes"}})
    assert kept.json == {"state": "kept"}
    assert outcomes(campaign_id)[cast.volunteer.id] == ("closed", "app")


def test_a_text_message_brings_a_link_that_anybody_can_open_and_answers(
    app: Flask, engine: Engine, sms: OverSmpp
) -> None:
    cast = Cast()
    campaign_id, numbers = begun(cast, "sms").id, number_of(cast)
    turn_until(engine, lambda: len(sms.double.got) == len(numbers))
    said = {"answers": {"well": "no", "heat": 38.5, "since": "2026-03-01"}}, {"instead": "callback"}, None
    for got, words in zip(sms.double.got, said, strict=True):
        link = got.text.rsplit("/a/", 1)[1][:24]
        assert ActingClient(app).get(f"{URL}/{link}").status_code == 200
        if words is not None:
            assert ActingClient(app).post(f"{URL}/{link}", json=words).json == {"state": "kept"}
    asked = [numbers[got.number.removeprefix("86")] for got in sms.double.got]
    assert outcomes(campaign_id) == {asked[0]: ("abnormal", "sms"), asked[1]: ("callback", "sms")}


def test_whom_no_text_message_reaches_is_called_and_answers_by_keys(
    engine: Engine, sms: OverSmpp, voice: ByAsterisk
) -> None:
    cast = Cast()
    numbers = number_of(cast)
    for number, keys in zip(numbers, ("1", "2>38*5#>20260301#", "busy"), strict=True):
        voice.double.phones[number] = keys
    sms.double.answers.extend([smpp34.ESME_RINVDSTADR] * len(numbers))
    campaign_id = begun(cast, "sms", "voice").id

    def settled() -> bool:
        # Nobody waits an hour for a telephone that was busy: the clock of paging gives up for him.
        on_time.tick()
        database.session.commit()
        return len(outcomes(campaign_id)) == len(numbers)

    turn_until(engine, settled)
    found = outcomes(campaign_id)
    assert [found[one] for one in numbers.values()] == [("closed", "voice"), ("abnormal", "voice"), ("no_answer", None)]
    assert sms.double.got == [] or len(sms.double.got) == len(numbers)


def number_of(cast: Cast) -> dict[str, UUID]:
    """Those whom `paging.small` asks, by their telephones."""
    people_: list[Person] = [cast.secretary, cast.grid_worker, cast.volunteer]
    return {one.phone: one.id for one in people_}
