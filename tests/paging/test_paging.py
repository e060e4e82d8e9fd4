"""A campaign of a thousand: asked by text message and call; only who was not settled reaches a person."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, insert, select, text

from backend.areas.models import Area
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.paging.actions import purge
from backend.paging.models import PagingAnswer, PagingCampaign, PagingDestruction, PagingTarget
from backend.paging.outbox import on_time
from backend.paging.outbox.source import pagers
from backend.paging.settings import settings
from backend.push.channels.envelope import Envelope, Result, Word
from backend.push.rules.replies import State
from tests.builders import paging
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DONGHE_WEST, Cast
from tests.client import ActingClient

URL = "/api/paging"
SENDER = 77


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def crowd(count: int) -> None:
    areas = [database.session.get_one(Area, code) for code in (DAOMAO_WEST, DONGHE_WEST)]
    rows = [
        {
            "id": uuid7(), "name": f"居民{no}", "phone": f"1991{no:07d}", "area_code": areas[no % 2].code,
            "area_path": areas[no % 2].path,
        }
        for no in range(count)
    ]  # fmt: skip
    database.session.execute(insert(Person), rows)


def sent(channel: str, outcome: Any = "accepted") -> list[Envelope]:
    """What the sender would hand to the gateway, and that it was taken."""
    source = next(one for one in pagers(settings()) if channel in one.channels)
    envelopes = source.claim(database.session(), SENDER, 5_000)
    now = core_clock.now()
    source.settle(
        database.session(), [Result(one.key, one.subscription_id, outcome, 200, None, now) for one in envelopes]
    )
    return envelopes


def hear(channel: str, envelopes: Sequence[Envelope], state: State) -> None:
    words = []
    for one in envelopes:
        said = orjson.loads(one.payload)
        words.append(Word(channel, UUID(said["order_id"]), one.subscription_id, state, core_clock.now(), "r"))
    for source in pagers(settings()):
        source.hear(database.session(), words)


def link_in(envelope: Envelope) -> str:
    return str(orjson.loads(envelope.payload)["text"].rsplit("/a/", 1)[1])


def answer(client: ActingClient, token: str, **said: Any) -> Any:
    return client.post(f"{URL}/answers/{token}", json=said)


def test_a_thousand_are_asked_and_two_thirds_of_the_calls_are_saved(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    crowd(994)
    script_id = paging.script(cast.chaoming_commander, CHAOMING)
    campaign = paging.running(cast.chaoming_commander, CHAOMING, script_id)
    total = len(paging.targets(campaign))
    assert total == 1_000
    on_time.tick()
    texts = sent("sms")
    assert len(texts) == 1_000
    for one in texts[:300]:
        assert answer(client, link_in(one), answers={"well": "yes"}).status_code == 200
    for one in texts[300:320]:
        answer(client, link_in(one), answers={"well": "no", "heat": 38.5, "since": "2026-03-01"})
    for one, instead in zip(texts[320:323], ("refused", "wrong_number", "callback"), strict=True):
        answer(client, link_in(one), instead=instead)
    assert sent("voice") == []
    clock.move(240 * 60)
    on_time.tick()
    calls = sent("voice")
    assert len(calls) == 1_000 - 323
    hear("voice", calls[:450], "acknowledged")
    hear("voice", calls[:450], "acknowledged")
    hear("voice", calls[450:460], "needs_help")
    hear("voice", calls[460:], "undelivered")
    on_time.tick()
    counts = client.as_(cast.chaoming_commander).get(f"{URL}/campaigns/{campaign.id}").json
    assert counts["state"] == "done"
    outcomes = Counter(one.outcome for one in paging.targets(campaign))
    assert outcomes["closed"] + outcomes["abnormal"] + outcomes["no_answer"] + 3 == total
    assert {name: counts["counts"][name] for name in outcomes if name} == dict(outcomes)
    assert (outcomes["closed"], outcomes["abnormal"]) == (300 + 450, 20 + 10)
    needed = database.session.scalar(text("SELECT count(*) FROM paging_target WHERE outcome <> 'closed'"))
    check_savings(client.as_(cast.chaoming_commander).get(f"{URL}/savings").json, needed, total)


def check_savings(figures: Any, needed: Any, total: int) -> None:
    assert figures["total"]["needed_person"] == needed == total - 750
    assert figures["total"]["saved_calls"] == 1 - needed / total >= 2 / 3
    assert sum(row["targets"] for row in figures["items"]) == total
    assert {row["day"] for row in figures["items"]} == {"2026-03-02"}


def small(cast: Cast, **changes: Any) -> PagingCampaign:
    script_id = paging.script(cast.chaoming_commander, CHAOMING)
    return paging.running(cast.chaoming_commander, DAOMAO, script_id, **{"attempts": SMS_THEN_CALL, **changes})


SMS_THEN_CALL = [{"channel": "sms", "wait_min": 60}, {"channel": "voice", "wait_min": 30}]


def test_the_page_names_nobody_and_answers_once(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = small(cast)
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
    campaign = small(cast)
    assert sent("sms") == []
    clock.move(11 * 3600)
    client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/{campaign.id}/pause")
    assert sent("sms") == []
    client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/{campaign.id}/resume")
    assert len(sent("sms")) == 3


def test_who_answered_gets_no_call_and_what_failed_goes_on_at_once(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    campaign = small(cast)
    answer(client, paging.link_of(paging.targets(campaign)[0]), answers={"well": "yes"})
    assert len(sent("sms", "refused")) == 2
    calls = sent("voice")
    assert len(calls) == 2
    assert "请按1" in orjson.loads(calls[0].payload)["spoken"] or "press 1" in orjson.loads(calls[0].payload)["spoken"]
    clock.move(31 * 60)
    on_time.tick()
    assert [one.outcome for one in paging.targets(campaign)] == ["closed", "no_answer", "no_answer"]


def test_a_person_takes_calls_and_closes_and_the_minutes_count(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = small(cast)
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
    assert client.as_(cast.grid_worker).get(f"{URL}/exceptions").json["items"] == []
    total = client.as_(cast.secretary).get(f"{URL}/savings").json["total"]
    assert (total["targets"], total["needed_person"], total["minutes"]) == (3, 1, 2.5)
    assert client.as_(cast.wulin_commander).get(f"{URL}/savings").json["total"]["saved_calls"] is None


def test_after_its_time_only_counts_are_left(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = small(cast, keep_days=1)
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
