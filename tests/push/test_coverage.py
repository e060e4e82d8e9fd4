"""Whom push reaches, place by place and by name; and what each device is told of itself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.identity.actions import sessions
from backend.identity.models import Account, Person, SessionFamily
from backend.identity.routes import tokens
from backend.push.actions.retire import retire
from backend.push.models import PushTest, Subscription
from backend.push.queries.coverage import COUNTS
from backend.push.rules.verdict import WHYS
from tests.builders import people
from tests.builders.subscriptions import browser
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, WULIN, Cast
from tests.client import ActingClient

DAY = 86_400
Beat = Callable[..., dict[str, Any]]


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def beat(client: ActingClient) -> Beat:
    """A person's phone reports; returns what it is told."""

    def beat(who: Person, permission: str = "granted", endpoint: str | None = None, **said: Any) -> dict[str, Any]:
        body = {"permission": permission, "endpoint": endpoint, **said}
        reply = client.as_(who).post("/api/push/heartbeats", json=body)
        assert reply.status_code == 200, reply.json
        return dict(reply.json)

    return beat


@pytest.fixture
def reached(client: ActingClient, beat: Beat) -> Callable[[Person], UUID]:
    """A person's phone subscribes; returns the subscription."""

    def reached(who: Person) -> UUID:
        phone = client.as_(who)
        key_id = phone.get("/api/push/key").json["key_id"]
        sent = {**browser(), "key_id": key_id}
        made = phone.put("/api/push/subscriptions", json=sent).json
        beat(who, endpoint=sent["endpoint"])
        return UUID(made["id"])

    return reached


def shown(who: Person, subscription_id: UUID) -> None:
    device_id = database.session.scalars(
        select(SessionFamily.device_id).where(SessionFamily.person_id == who.id)
    ).first()
    now = core_clock.now()
    ids = {"person_id": who.id, "device_id": device_id, "subscription_id": subscription_id}
    database.session.add(PushTest(**ids, state="shown", expires_at=now, shown_at=now))
    database.session.flush()


def counts(client: ActingClient, who: Person, area: str) -> dict[str, int]:
    reply = client.as_(who).get(f"/api/push/reach?area={area}")
    assert reply.status_code == 200, reply.json
    return dict(reply.json["total"])


def whys(client: ActingClient, who: Person, query: str = "") -> dict[str, str]:
    reply = client.as_(who).get(f"/api/push/reach/people?limit=200{query}")
    assert reply.status_code == 200, reply.json
    return {item["name"]: item["why"] for item in reply.json["items"]}


def test_everybody_of_a_place_is_reached_or_has_a_reason_that_his_phone_is_told_too(
    client: ActingClient, cast: Cast, beat: Beat, reached: Callable[[Person], UUID], clock: Any
) -> None:
    made = {name: people.person(name, DAOMAO_WEST, "volunteer", username=f"user-{name}") for name in WHYS}
    database.session.execute(delete(Account).where(Account.person_id == made["no_account"].id))
    people.signed_in(made["signed_out"])
    sessions.end([SessionFamily.person_id == made["signed_out"].id], "signed_out")
    gone, silent = reached(made["gone"]), reached(made["silent"])
    retire([gone], "gateway")
    assert silent
    clock.move(7 * DAY + 1)
    told = {
        "unsupported": beat(made["unsupported"], "unsupported"),
        "permission_denied": beat(made["permission_denied"], "denied"),
        "gone": beat(made["gone"]),
        "unsubscribed": beat(made["unsubscribed"], "default"),
    }
    # An open screen reaches them for five minutes all the same.
    clock.move(301)
    found = whys(client, cast.secretary)
    assert {name: found[name] for name in WHYS} == {name: name for name in WHYS}
    assert {name: answer["why"] for name, answer in told.items()} == {name: name for name in told}
    reached(cast.volunteer)
    total = counts(client, cast.chaoming_duty, DAOMAO_WEST)
    assert {why: total[why] for why in WHYS} == {**dict.fromkeys(WHYS, 1), "never_signed_in": 2}
    assert total["people"] == total["webpush"] + total["live"] + total["none"] == len(WHYS) + 2
    assert (total["webpush"], total["none"]) == (2, len(WHYS))
    assert list(whys(client, cast.secretary, "&why=gone").values()) == ["gone"]


def test_the_counts_are_those_of_the_actors_places_and_add_up(
    client: ActingClient, cast: Cast, reached: Callable[[Person], UUID]
) -> None:
    reached(cast.grid_worker)
    reached(cast.wulin_worker)
    people.signed_in(cast.chaoming_duty)
    whole = client.as_(cast.security_admin).get("/api/push/reach").json
    parts = {part["code"]: part for part in whole["areas"]}
    assert set(parts) == {CHAOMING, WULIN}
    assert whole["total"]["webpush"] == parts[CHAOMING]["webpush"] + parts[WULIN]["webpush"] == 2
    own = client.as_(cast.chaoming_duty).get("/api/push/reach").json
    assert {name: own["total"][name] for name in COUNTS} == {name: parts[CHAOMING][name] for name in COUNTS}
    assert DAOMAO in {part["code"] for part in own["areas"]}
    for path in ("/api/push/reach", "/api/push/reach/people"):
        for area in (WULIN, DISTRICT):
            refused = client.as_(cast.chaoming_duty).get(f"{path}?area={area}")
            assert (refused.status_code, refused.json["code"]) == (404, "area.not_found")
        assert client.as_(cast.grid_worker).get(path).status_code == 403


def test_who_came_from_elsewhere_with_a_role_is_counted_once_where_he_serves(client: ActingClient, cast: Cast) -> None:
    before = counts(client, cast.chaoming_duty, CHAOMING)["people"]
    people.grant(cast.wulin_worker, "grid_worker", DAOMAO_WEST)
    people.grant(cast.wulin_worker, "volunteer", DAOMAO)
    assert counts(client, cast.chaoming_duty, CHAOMING)["people"] == before + 1
    assert counts(client, cast.chaoming_duty, DAOMAO_WEST)["people"] == 3
    assert cast.wulin_worker.name in whys(client, cast.chaoming_duty, f"&area={DAOMAO}")


def test_numbers_are_shown_to_those_who_see_the_people_and_pages_lose_nobody(client: ActingClient, cast: Cast) -> None:
    settings_only = people.person("计设", CHAOMING, "system_admin")
    shown_to = {
        who.name: client.as_(who).get("/api/push/reach/people").json["items"]
        for who in (cast.chaoming_duty, settings_only)
    }
    assert {item["phone"] for item in shown_to["计设"]} == {None}
    worker = next(item for item in shown_to["丁宁"] if item["name"] == cast.grid_worker.name)
    assert (worker["phone"], worker["roles"], worker["area_code"]) == (
        cast.grid_worker.phone,
        ["grid_worker"],
        DAOMAO_WEST,
    )
    names, cursor = [], ""
    while cursor is not None:
        page = (
            client.as_(cast.chaoming_duty).get(f"/api/push/reach/people?limit=2{cursor and f'&cursor={cursor}'}").json
        )
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert names == [item["name"] for item in shown_to["丁宁"]]


def test_a_test_counts_for_a_month_and_then_the_phone_is_told_that_it_is_due(
    client: ActingClient, cast: Cast, beat: Beat, reached: Callable[[Person], UUID], clock: Any
) -> None:
    subscription_id = reached(cast.grid_worker)
    endpoint = database.session.scalar(select(Subscription.endpoint).where(Subscription.id == subscription_id))
    assert beat(cast.grid_worker, endpoint=endpoint)["test_due"]
    shown(cast.grid_worker, subscription_id)
    told = beat(cast.grid_worker, endpoint=endpoint)
    assert (told["why"], told["test_due"], told["last_test_shown_at"]) == (None, False, core_clock.now().isoformat())
    total = counts(client, cast.chaoming_duty, DAOMAO_WEST)
    assert (total["tested"], total["untested"]) == (1, 0)
    clock.move(31 * DAY + 1)
    assert beat(cast.grid_worker, endpoint=endpoint)["test_due"]
    total = counts(client, cast.chaoming_duty, DAOMAO_WEST)
    assert (total["tested"], total["untested"]) == (0, 1)


def test_a_device_says_what_app_it_runs_and_its_list_repeats_it(client: ActingClient, cast: Cast, beat: Beat) -> None:
    beat(cast.grid_worker, app_version="0.1.0+abc", display_mode="standalone", storage_persisted=True)
    (mine,) = client.as_(cast.grid_worker).get("/api/push/devices").json["items"]
    assert (mine["app_version"], mine["display_mode"], mine["storage_persisted"]) == ("0.1.0+abc", "standalone", True)
    assert (mine["why"], mine["subscribed"], mine["test_due"]) == ("unsubscribed", False, False)
    beat(cast.grid_worker)
    (mine,) = client.as_(cast.grid_worker).get("/api/push/devices").json["items"]
    assert mine["app_version"] is None


def test_a_lost_phone_is_signed_out_from_another_one(client: ActingClient, cast: Cast, clock: Any) -> None:
    lost = people.signed_in(cast.grid_worker)
    lost_device = database.session.get_one(SessionFamily, lost.id).device_id
    clock.move(1)
    other = people.signed_in(cast.grid_worker)
    database.session.commit()
    hand = ActingClient(client.app, {"Authorization": f"Bearer {tokens.access_token(other)}"})
    in_hand = database.session.get_one(SessionFamily, other.id).device_id
    assert hand.delete(f"/api/me/devices/{in_hand}").json["code"] == "identity.device_in_hand"
    assert [hand.delete(f"/api/me/devices/{lost_device}").status_code for _ in range(2)] == [204, 204]
    kept = database.session.get_one(SessionFamily, lost.id)
    assert (kept.revoked_at, kept.reason) == (core_clock.now(), "removed")
    foreign = client.as_(cast.volunteer).delete(f"/api/me/devices/{lost_device}")
    assert (foreign.status_code, foreign.json["code"]) == (404, "identity.device_not_found")
