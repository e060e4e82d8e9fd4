"""A campaign of a thousand: asked by text message and call; only who was not settled reaches a person."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.paging.actions import purge
from backend.paging.models import PagingAnswer, PagingDestruction, PagingTarget
from backend.paging.outbox import on_time
from tests.builders import paging
from tests.cast import Cast
from tests.client import ActingClient

URL = "/api/paging"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def answer(client: ActingClient, token: str, **said: Any) -> Any:
    return client.post(f"{URL}/answers/{token}", json=said)


def test_the_page_names_nobody_and_answers_once(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = paging.small(cast)
    first = paging.targets(campaign)[0]
    token = paging.link_of(first)
    shown = client.get(f"{URL}/answers/{token}")
    person = database.session.get_one(Person, first.person_id)
    assert shown.status_code == 200
    assert not {person.name, person.phone} & set(shown.text.split('"'))
    assert answer(client, token, answers={"well": "no"}).json["code"] == "paging.answers"
    said = {"well": "no", "heat": 38, "since": "2026-03-01"}
    for _ in range(2):
        assert answer(client, token, answers=said).json == {"state": "kept"}
    assert answer(client, token, answers={"well": "yes"}).json["code"] == "paging.answered"
    assert client.get(f"{URL}/answers/{token}").json["code"] == "paging.answered"
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert client.get(f"{URL}/answers/{other}").json["code"] == "paging.no_link"
    clock.move(48 * 3600)
    assert client.get(f"{URL}/answers/{paging.link_of(paging.targets(campaign)[1])}").json["code"] == "paging.expired"
    said_of_it = database.session.scalars(select(Fact.data).where(Fact.kind.startswith("paging."))).all()
    assert all("38" not in str(data) for data in said_of_it)


def test_at_night_and_while_it_is_paused_nobody_is_asked(client: ActingClient, cast: Cast, clock: Any) -> None:
    clock.move(13 * 3600)
    campaign = paging.small(cast)
    assert paging.sent("sms") == []
    clock.move(11 * 3600)
    client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/{campaign.id}/pause")
    assert paging.sent("sms") == []
    client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/{campaign.id}/resume")
    assert len(paging.sent("sms")) == 3


def test_who_answered_gets_no_call_and_what_failed_goes_on_at_once(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    campaign = paging.small(cast)
    answer(client, paging.link_of(paging.targets(campaign)[0]), answers={"well": "yes"})
    assert len(paging.sent("sms", "refused")) == 2
    calls = paging.sent("voice")
    assert len(calls) == 2
    assert "按1" in orjson.loads(calls[0].payload)["spoken"] or "press 1" in orjson.loads(calls[0].payload)["spoken"]
    clock.move(31 * 60)
    on_time.tick()
    assert [one.outcome for one in paging.targets(campaign)] == ["closed", "no_answer", "no_answer"]


def test_a_person_takes_calls_and_closes_and_the_minutes_count(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = paging.small(cast)
    [theirs] = [one for one in paging.targets(campaign) if one.person_id == cast.volunteer.id]
    answer(client, paging.link_of(theirs), instead="callback")
    [listed] = client.as_(cast.grid_worker).get(f"{URL}/exceptions").json["items"]
    assert listed["outcome"] == "callback"
    address = f"{URL}/exceptions/{listed['id']}"
    closing = {"outcome": "closed", "note": "一切正常"}
    assert client.as_(cast.grid_worker).post(f"{address}/close", json=closing).json["code"] == "paging.not_taken"
    client.as_(cast.grid_worker).post(f"{address}/take")
    assert client.as_(cast.chaoming_duty).post(f"{address}/take").json["code"] == "paging.taken"
    assert client.as_(cast.wulin_worker).post(f"{address}/take").json["code"] == "paging.not_found"
    clock.move(150)
    assert client.as_(cast.grid_worker).post(f"{address}/close", json=closing).json["found"] == "closed"
    assert client.as_(cast.chaoming_duty).delete(f"{address}/close").json["code"] == "paging.not_taken"
    assert client.as_(cast.grid_worker).delete(f"{address}/close").json["found"] is None
    assert client.as_(cast.grid_worker).get(f"{URL}/exceptions/count").json == {"waiting": 1, "mine": 1}
    unnoted = {"outcome": "abnormal", "note": None}
    assert client.as_(cast.grid_worker).post(f"{address}/close", json=unnoted).json["found"] == "abnormal"
    assert client.as_(cast.grid_worker).get(f"{URL}/exceptions").json["items"] == []
    total = client.as_(cast.secretary).get(f"{URL}/savings").json["total"]
    assert (total["targets"], total["needed_person"], total["minutes"]) == (3, 1, 2.5)
    assert (total["handled"], total["by_robot"], total["saved_minutes"]) == (1, 0, 0.0)
    assert client.as_(cast.wulin_commander).get(f"{URL}/savings").json["total"]["saved_calls"] is None


def test_after_its_time_only_counts_are_left(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = paging.small(cast, keep_days=1)
    answer(client, paging.link_of(paging.targets(campaign)[0]), answers={"well": "yes"})
    clock.move(timedelta(days=2).total_seconds())
    on_time.tick()
    before = client.as_(cast.chaoming_commander).get(f"{URL}/savings").json
    purge.purge()
    assert paging.targets(campaign)
    clock.move(timedelta(days=1).total_seconds())
    purge.purge()
    purge.purge()
    for table in (PagingTarget, PagingAnswer):
        assert database.session.scalar(select(func.count()).select_from(table)) == 0
    assert client.as_(cast.chaoming_commander).get(f"{URL}/savings").json == before
    [record] = database.session.scalars(select(PagingDestruction)).all()
    assert record.counts == {"answer": 1, "attempt": 0, "target": 3}
