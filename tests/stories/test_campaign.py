"""A thousand are asked in an afternoon: in the app, by text message, by call; a person calls the few who are left."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.paging.actions import answer
from backend.paging.models import PagingCampaign
from backend.paging.outbox import on_time
from backend.paging.rules.outcomes import EXCEPTIONS
from backend.push.channels.envelope import Envelope
from tests.builders import orders, paging, people
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")

URL = "/api/paging"
UNWELL = {"well": "no", "heat": 38.5, "since": "2026-03-01"}
ATTEMPTS = [
    {"channel": "app", "wait_min": 60}, {"channel": "sms", "wait_min": 240},
    {"channel": "voice", "wait_min": 30}, {"channel": "voice", "wait_min": 30},
]  # fmt: skip
#: of the thousand: what came of them
CAME = {"closed": 850, "abnormal": 40, "refused": 5, "wrong_number": 5, "callback": 10, "no_answer": 90}


def test_a_thousand_are_asked_and_only_who_was_not_settled_is_called(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    paging.crowd(1_000 - 200 - len(at_home_in(CHAOMING)))
    with_app = orders.crowd(200, DAOMAO_WEST)
    campaign = planned(client, cast)
    clock.move(3_600)
    on_time.tick()
    answer_in_the_app(campaign, with_app[:120])
    texts = paging.sent("sms")
    assert len(texts) == 800
    answer_by_link(client, texts)
    clock.move(3_600)
    assert len(paging.sent("sms")) == 80
    clock.move(3 * 3_600)
    # Those who had the text message first are called; the others an hour later.
    called(paging.sent("voice"), well=130, unwell=15, broken=5)
    called(paging.sent("voice"), well=60)
    on_time.tick()
    clock.move(3_600)
    called(paging.sent("voice"), well=40)
    called(paging.sent("voice"))
    on_time.tick()
    assert Counter(one.outcome for one in paging.targets(campaign)) == CAME
    the_desk_sees_it(client, cast, campaign)
    a_person_calls(client, cast, clock, campaign)
    assert not [fact for fact in database.session.scalars(select(Fact.data)) if "38" in str(fact.get("heat", ""))]


def at_home_in(area_code: str) -> list[UUID]:
    return list(database.session.scalars(select(Person.id).where(Person.area_code.startswith(area_code))))


def planned(client: ActingClient, cast: Cast) -> PagingCampaign:
    """Counted before the tap, and begun by the clock."""
    desk = client.as_(cast.chaoming_commander)
    script = desk.post(f"{URL}/scripts", json=paging.script_body(CHAOMING)).json["id"]
    asked = {"script_id": script, "area_code": CHAOMING, "filter": {}}
    seen = desk.post(f"{URL}/campaigns/preview", json=asked).json
    assert (seen["targets"], seen["by_app"], seen["by_sms"]) == (1_000, 200, 1_000)
    begins = (core_clock.now() + timedelta(hours=1)).isoformat()
    body = paging.campaign_body(UUID(script), CHAOMING, attempts=ATTEMPTS, starts_at=begins)
    made = desk.post(f"{URL}/campaigns", json=body)
    assert (made.status_code, made.json["state"]) == (201, "draft")
    return database.session.get_one(PagingCampaign, UUID(body["id"]))


def answer_in_the_app(campaign: PagingCampaign, ids: Sequence[UUID]) -> None:
    for one in ids:
        person = people.actor(database.session.get_one(Person, one))
        assert answer.take_mine(person, campaign.id, answers={"well": "yes"}, instead=None) == "kept"


def answer_by_link(client: ActingClient, texts: Sequence[Envelope]) -> None:
    links = iter([paging.link_in(one) for one in texts])

    def say(times: int, **said: Any) -> None:
        for _ in range(times):
            assert client.post(f"{URL}/answers/{next(links)}", json=said).status_code == 200

    say(500, answers={"well": "yes"})
    say(20, answers=UNWELL)
    for word, times in (("refused", 5), ("wrong_number", 5), ("callback", 10)):
        say(times, instead=word)


def called(calls: Sequence[Envelope], *, well: int = 0, unwell: int = 0, broken: int = 0) -> None:
    """The others do not answer the telephone."""
    ends = (well, well + unwell, well + unwell + broken)
    paging.hear("voice", calls[: ends[0]], "acknowledged", well="1")
    paging.hear("voice", calls[ends[0] : ends[1]], "acknowledged", well="2", heat="38*5", since="20260301")
    paging.hear("voice", calls[ends[1] : ends[2]], "acknowledged", well="2")
    paging.hear("voice", calls[ends[2] :], "undelivered")


def the_desk_sees_it(client: ActingClient, cast: Cast, campaign: PagingCampaign) -> None:
    desk = client.as_(cast.chaoming_commander)
    shown = desk.get(f"{URL}/campaigns/{campaign.id}").json
    assert shown["state"] == "done"
    assert {name: shown["counts"][name] for name in CAME} == CAME
    progress = desk.get(f"{URL}/campaigns/{campaign.id}/progress").json
    assert [(one["channel"], one["made"]) for one in progress["attempts"]] == [
        ("app", 1_000), ("sms", 880), ("voice", 340), ("voice", 150),
    ]  # fmt: skip
    needed = sum(CAME[outcome] for outcome in EXCEPTIONS)
    saved = desk.get(f"{URL}/savings?campaign={campaign.id}").json
    assert (saved["total"]["needed_person"], saved["total"]["saved_calls"]) == (needed, 1 - needed / 1_000)
    assert saved["total"]["saved_calls"] >= 2 / 3
    assert (
        sum(row["targets"] for row in saved["items"]) == sum(place["targets"] for place in progress["places"]) == 1_000
    )


def a_person_calls(client: ActingClient, cast: Cast, clock: Any, campaign: PagingCampaign) -> None:
    """Each ten calls of a minute and a half; one is closed by a finger that slipped."""

    def officer() -> ActingClient:
        """His token lives a quarter of an hour."""
        return client.as_(cast.chaoming_duty)

    listed = officer().get(f"{URL}/exceptions?campaign={campaign.id}&limit=200").json["items"]
    assert len(listed) == 150
    for one in listed[:10]:
        address = f"{URL}/exceptions/{one['id']}"
        officer().post(f"{address}/take")
        clock.move(90)
        assert officer().post(f"{address}/close", json={"outcome": "closed", "note": "已联系"}).status_code == 200
    officer().delete(f"{address}/close")
    assert officer().get(f"{URL}/exceptions/count?campaign={campaign.id}").json == {"waiting": 141, "mine": 1}
    officer().post(f"{address}/close", json={"outcome": "abnormal"})
    total = officer().get(f"{URL}/savings").json["total"]
    assert (total["handled"], total["minutes"], total["saved_minutes"]) == (10, 15.0, 850 * 1.5)
