"""A campaign from its draft on: counted before the tap, begun in time, asked over the app and by whole calls."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.paging.actions import limits
from backend.paging.outbox import on_time
from backend.push.models import Notice
from tests.builders import orders, paging
from tests.cast import CHAOMING, DAOMAO, XIANLIN, Cast
from tests.client import ActingClient

URL = "/api/paging"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def test_a_call_that_broke_off_is_gone_on_with_by_a_person(client: ActingClient, cast: Cast, clock: Any) -> None:
    campaign = paging.small(cast, attempts=[{"channel": "voice", "wait_min": 30}])
    whole, broken, silent = paging.sent("voice")
    paging.hear("voice", [whole], "acknowledged", well="1")
    paging.hear("voice", [broken], "acknowledged", well="2", heat="36*5")
    paging.hear("voice", [silent], "undelivered")
    on_time.tick()
    by_person = {one.person_id: one.outcome for one in paging.targets(campaign)}
    outcomes = [by_person[one.subscription_id] for one in (whole, broken, silent)]
    assert outcomes == ["closed", "abnormal", "no_answer"]
    steps = orjson.loads(whole.payload)["questions"]
    assert (steps["start"], set(steps["steps"])) == ("well", {"well", "heat", "since"})


def test_whoever_has_the_app_is_asked_there_first_and_answers_in_it(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    orders.phone(cast.volunteer)
    first = [{"channel": "app", "wait_min": 60}, {"channel": "sms", "wait_min": 60}]
    campaign = paging.small(cast, attempts=first, phone="19900000000")
    on_time.tick()
    notice = database.session.scalars(select(Notice).where(Notice.kind == "paging.asked")).one()
    assert (notice.person_id, notice.navigate) == (cast.volunteer.id, f"/questions/{campaign.id}")
    assert len(paging.sent("sms")) == 2
    mine = client.as_(cast.volunteer).get("/api/me/questions").json["items"]
    assert [one["campaign_id"] for one in mine] == [str(campaign.id)]
    address = f"/api/me/questions/{campaign.id}"
    assert client.as_(cast.volunteer).get(address).json["phone"] == "19900000000"
    assert client.as_(cast.wulin_worker).get(address).json["code"] == "paging.no_link"
    for _ in range(2):
        reply = client.as_(cast.volunteer).post(address, json={"answers": {"well": "yes"}})
        assert reply.json == {"state": "kept"}
    again = client.as_(cast.volunteer).get(address)
    assert (again.json["code"], again.json["phone"]) == ("paging.answered", "19900000000")
    assert client.as_(cast.volunteer).get("/api/me/questions").json["items"] == []
    database.session.refresh(notice)
    assert notice.withdrawn_at is not None
    [theirs] = [one for one in paging.targets(campaign) if one.person_id == cast.volunteer.id]
    assert (theirs.outcome, theirs.via) == ("closed", "app")
    progress = client.as_(cast.chaoming_commander).get(f"{URL}/campaigns/{campaign.id}/progress").json
    assert [(one["channel"], one["made"], one["reached"], one["failed"]) for one in progress["attempts"]] == [
        ("app", 3, 1, 2), ("sms", 2, 2, 0),
    ]  # fmt: skip
    [place] = progress["places"]
    assert (place["area_code"], place["targets"], place["closed"], place["open"]) == (DAOMAO, 3, 1, 2)


def test_a_draft_begins_by_itself_and_one_that_is_dropped_never(client: ActingClient, cast: Cast, clock: Any) -> None:
    script_id = paging.script(cast.chaoming_commander, CHAOMING)
    desk = client.as_(cast.chaoming_commander)
    begins = (core_clock.now() + timedelta(hours=2)).isoformat()
    planned, dropped = [paging.campaign_body(script_id, DAOMAO, starts_at=begins) for _ in range(2)]
    for body in (planned, dropped):
        assert desk.post(f"{URL}/campaigns", json=body).json["state"] == "draft"
    assert desk.post(f"{URL}/campaigns/{dropped['id']}/finish").json["state"] == "done"
    on_time.tick()
    assert desk.get(f"{URL}/campaigns/{planned['id']}").json["state"] == "draft"
    clock.move(2 * 3600)
    on_time.tick()
    on_time.tick()
    # The token of two hours ago has run out.
    listed = client.as_(cast.chaoming_commander).get(f"{URL}/campaigns").json["items"]
    shown = {one["id"]: one for one in listed}
    assert (shown[planned["id"]]["state"], shown[planned["id"]]["counts"]["targets"]) == ("running", 3)
    assert (shown[dropped["id"]]["state"], shown[dropped["id"]]["counts"]["targets"]) == ("done", 0)


def test_before_the_tap_it_is_known_how_many_are_asked_over_what_and_in_which_words(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    script_id = paging.script(cast.chaoming_commander, CHAOMING)
    orders.phone(cast.volunteer)
    asked = {"script_id": str(script_id), "area_code": CHAOMING, "filter": {"areas": [DAOMAO]}}
    seen = client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/preview", json=asked).json
    assert (seen["targets"], seen["by_app"], seen["by_sms"], seen["by_voice"]) == (3, 1, 3, 3)
    assert "https://palm.test/a/" in seen["text"]["zh"]
    assert seen["text_parts"] == 2 or seen["text_parts"] == 1
    assert seen["call_s"] > 10
    volunteers = {**asked, "filter": {"areas": [DAOMAO], "roles": ["volunteer"]}}
    assert client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/preview", json=volunteers).json["targets"] == 1
    outside = {**asked, "filter": {"areas": [XIANLIN]}}
    assert client.as_(cast.chaoming_commander).post(f"{URL}/campaigns/preview", json=outside).status_code == 404


def test_who_tries_links_is_soon_refused_and_keeps_nobody_else_away(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    campaign = paging.small(cast)
    codes = [client.get(f"{URL}/answers/{'A' * 24}").json["code"] for _ in range(limits.PER_ADDRESS + 1)]
    assert codes == ["paging.no_link"] * limits.PER_ADDRESS + ["paging.too_many"]
    good = f"{URL}/answers/{paging.link_of(paging.targets(campaign)[0])}"
    assert client.get(good).status_code == 200
    for _ in range(limits.PER_LINK - 1):
        client.get(good)
    assert client.get(good).json["code"] == "paging.too_many"
    clock.move(limits.WINDOW.total_seconds() + 1)
    assert client.get(good).status_code == 200


def test_a_try_counts_also_where_it_is_refused(client: ActingClient, cast: Cast, clock: Any) -> None:
    first, second, third = [paging.link_of(one) for one in paging.targets(paging.small(cast))]

    def tried(token: str, **said: Any) -> str:
        reply = client.post(f"{URL}/answers/{token}", json=said)
        return str(reply.json.get("code", reply.json.get("state")))

    wrong = [tried(first, answers={"well": "perhaps"}) for _ in range(limits.PER_LINK + 1)]
    assert wrong == ["paging.answers"] * limits.PER_LINK + ["paging.too_many"]
    assert tried(second, answers={"well": "yes"}) == "kept"
    late = [tried(second, answers={"well": "no"}) for _ in range(limits.PER_LINK)]
    assert late == ["paging.answers"] * (limits.PER_LINK - 1) + ["paging.too_many"]
    assert tried(third, instead="refused") == "kept"
    over = [client.get(f"{URL}/answers/{third}").json["code"] for _ in range(limits.PER_LINK)]
    assert over == ["paging.answered"] * (limits.PER_LINK - 1) + ["paging.too_many"]


def test_a_script_has_versions_and_tells_who_may_change_it(client: ActingClient, cast: Cast, clock: Any) -> None:
    script_id = paging.script(cast.chaoming_commander, CHAOMING)
    address = f"{URL}/scripts/{script_id}"
    changed = {**paging.content(), "title": paging.both("新名")}
    saved = client.as_(cast.chaoming_commander).put(address, json={"based_on": 1, "content": changed})
    assert (saved.json["version"], saved.json["may_change"]) == (2, True)
    late = client.as_(cast.chaoming_commander).put(address, json={"based_on": 1, "content": changed})
    assert late.json["code"] == "script.changed"
    versions = client.as_(cast.chaoming_commander).get(f"{address}/versions").json["items"]
    assert [(one["version"], one["maker"]) for one in versions] == [(2, "沈岚"), (1, "沈岚")]
    assert client.as_(cast.secretary).get(address).json["may_change"] is False
    assert client.as_(cast.wulin_commander).get(f"{address}/versions").json["code"] == "script.not_found"
