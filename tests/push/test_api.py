"""Keys, subscriptions, heartbeats, devices and tests over HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.routes import tokens
from backend.push.actions import keys
from backend.push.actions.drop_device import drop_device
from backend.push.actions.subscribe import MOST_PER_PERSON
from backend.push.jobs import drop_device_subscriptions
from backend.push.models import PushDevice, PushTest, Subscription
from backend.push.rules.tokens import token_of
from backend.push.settings import settings
from tests.builders import people
from tests.builders.subscriptions import browser
from tests.cast import Cast
from tests.client import ActingClient

Subscribe = Callable[..., dict[str, Any]]


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def phone(client: ActingClient, cast: Cast) -> ActingClient:
    """The grid worker's."""
    return client.as_(cast.grid_worker)


def body(client: ActingClient, endpoint: str | None = None, **changes: Any) -> dict[str, Any]:
    key_id = client.get("/api/push/key").json["key_id"]
    return {**browser(endpoint), "key_id": key_id, **changes}


def subscribed(client: ActingClient, endpoint: str | None = None) -> dict[str, Any]:
    sent = body(client, endpoint)
    reply = client.put("/api/push/subscriptions", json=sent)
    assert reply.status_code == 200, reply.json
    return {**sent, **reply.json}


def row(subscription_id: str) -> Subscription:
    return database.session.get_one(Subscription, UUID(subscription_id))


def test_the_key_is_the_same_for_everybody_and_comes_without_signing_in(client: ActingClient, cast: Cast) -> None:
    first, second = client.get("/api/push/key"), client.as_(cast.commander).get("/api/push/key")
    assert first.json == second.json
    assert len(first.json["public_key"]) == 87


def test_a_subscription_belongs_to_the_person_and_device_of_the_session(phone: ActingClient, cast: Cast) -> None:
    made = subscribed(phone)
    kept = row(made["id"])
    assert kept.person_id == cast.grid_worker.id
    assert kept.origin == "https://fcm.googleapis.com"
    assert database.session.scalar(select(Fact.kind).where(Fact.subject_id == made["id"])) == "subscription.started"


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("https://127.0.0.1/x", "unknown_host"),
        ("http://fcm.googleapis.com/x", "not_https"),
        ("https://fcm.googleapis.com:8080/x", "port"),
        ("https://a@fcm.googleapis.com/x", "userinfo"),
        ("https://fcm.googleapis.com/" + "x" * 2048, "too_long"),
    ],
)
def test_an_address_that_is_no_push_service_is_refused_by_name(phone: ActingClient, endpoint: str, reason: str) -> None:
    reply = phone.put("/api/push/subscriptions", json=body(phone, endpoint))
    assert (reply.status_code, reply.json["code"], reply.json["reason"]) == (422, "push.endpoint_refused", reason)


@pytest.mark.parametrize(("field", "value"), [("p256dh", "BAAA"), ("auth", "AAAA")])
def test_keys_that_cannot_be_used_are_refused_by_name(phone: ActingClient, field: str, value: str) -> None:
    sent = body(phone)
    sent["keys"][field] = value
    reply = phone.put("/api/push/subscriptions", json=sent)
    assert (reply.status_code, reply.json["code"], reply.json["field"]) == (422, "push.keys_refused", field)


def test_a_key_that_we_do_not_have_is_refused(phone: ActingClient) -> None:
    reply = phone.put("/api/push/subscriptions", json=body(phone, key_id="unknown"))
    assert (reply.status_code, reply.json["code"]) == (409, "push.key_unknown")


def test_a_phone_that_changed_hands_is_the_new_persons_alone(client: ActingClient, cast: Cast) -> None:
    endpoint = "https://fcm.googleapis.com/wp/shared"
    first = subscribed(client.as_(cast.grid_worker), endpoint)
    second = subscribed(client.as_(cast.volunteer), endpoint)
    assert first["id"] == second["id"]
    assert row(first["id"]).person_id == cast.volunteer.id


def test_a_browser_that_subscribes_anew_leaves_the_old_endpoint_behind(phone: ActingClient) -> None:
    old, new = subscribed(phone), subscribed(phone)
    assert row(old["id"]).gone_reason == "replaced"
    assert row(new["id"]).gone_at is None


def test_an_endpoint_that_was_gone_comes_back(phone: ActingClient) -> None:
    made = subscribed(phone)
    assert phone.delete(f"/api/push/subscriptions/{made['id']}").status_code == 204
    assert row(made["id"]).gone_reason == "unsubscribed"
    again = subscribed(phone, made["endpoint"])
    assert again["id"] == made["id"]
    assert row(made["id"]).gone_at is None


def test_one_person_keeps_a_bounded_number_of_phones(cast: Cast, client: ActingClient, clock: Any) -> None:
    made = []
    for _ in range(MOST_PER_PERSON + 2):
        clock.move(1)
        session = people.signed_in(cast.grid_worker)
        made.append(subscribed(phone_of(client.app, session)))
    reasons = [row(one["id"]).gone_reason for one in made]
    assert reasons == ["evicted"] * 2 + [None] * MOST_PER_PERSON


def test_another_persons_subscription_is_not_found(client: ActingClient, phone: ActingClient, cast: Cast) -> None:
    made = subscribed(phone)
    reply = client.as_(cast.commander).delete(f"/api/push/subscriptions/{made['id']}")
    assert (reply.status_code, reply.json["code"]) == (404, "push.subscription_not_found")
    assert row(made["id"]).gone_at is None


def test_a_heartbeat_says_whether_the_phone_can_be_reached(phone: ActingClient) -> None:
    def beat(permission: str, endpoint: str | None) -> dict[str, Any]:
        reply = phone.post("/api/push/heartbeats", json={"permission": permission, "endpoint": endpoint})
        assert reply.status_code == 200
        return {name: reply.json[name] for name in ("subscribed", "resubscribe")}

    assert beat("default", None) == {"subscribed": False, "resubscribe": False}
    assert beat("granted", None) == {"subscribed": False, "resubscribe": True}
    made = subscribed(phone)
    assert beat("granted", made["endpoint"]) == {"subscribed": True, "resubscribe": False}
    assert beat("granted", "https://fcm.googleapis.com/wp/other") == {"subscribed": False, "resubscribe": True}
    assert row(made["id"]).gone_at is None
    assert beat("denied", made["endpoint"]) == {"subscribed": False, "resubscribe": False}
    assert row(made["id"]).gone_reason == "permission"


def test_after_new_keys_the_phone_is_asked_to_subscribe_again_and_the_old_key_stays_until_then(
    phone: ActingClient, clock: Any
) -> None:
    made = subscribed(phone)
    clock.move(1)
    new = keys.rotate()
    assert phone.get("/api/push/key").json["key_id"] == new
    beat = {"permission": "granted", "endpoint": made["endpoint"]}
    assert phone.post("/api/push/heartbeats", json=beat).json["resubscribe"]
    assert keys.prune() == 0
    assert settings().ring.find(made["key_id"]) is not None
    subscribed(phone)
    assert keys.prune() == 1
    assert settings().ring.find(made["key_id"]) is None


def test_my_devices_say_how_each_can_be_reached(phone: ActingClient, cast: Cast, client: ActingClient) -> None:
    made = subscribed(phone)
    phone.post("/api/push/heartbeats", json={"permission": "granted", "endpoint": made["endpoint"]})
    phone.post("/api/push/tests", json={})
    subscribed(client.as_(cast.volunteer))
    (mine,) = phone.get("/api/push/devices").json["items"]
    assert mine["subscribed"]
    assert mine["this_device"]
    assert mine["permission"] == "granted"
    assert mine["last_test_state"] == "planned"


def test_a_device_without_a_subscription_cannot_be_tested(phone: ActingClient) -> None:
    reply = phone.post("/api/push/tests", json={})
    assert (reply.status_code, reply.json["code"]) == (409, "push.not_subscribed")


def test_a_test_is_answered_by_whoever_has_its_token(phone: ActingClient, client: ActingClient, clock: Any) -> None:
    subscribed(phone)
    test = phone.post("/api/push/tests", json={}).json
    shown = f"/api/push/tests/{test['id']}/shown"
    assert client.post(shown, json={"token": "x"}).json["code"] == "push.token_bad"
    token = token_of(settings().secret, UUID(test["id"]))
    first = client.post(shown, json={"token": token})
    clock.move(5)
    again = client.post(shown, json={"token": token})
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert phone.get(f"/api/push/tests/{test['id']}").json["state"] == "shown"


def test_a_token_of_no_test_opens_nothing(client: ActingClient, cast: Cast) -> None:
    nobody = uuid4()
    reply = client.post(f"/api/push/tests/{nobody}/shown", json={"token": token_of(settings().secret, nobody)})
    assert (reply.status_code, reply.json["code"]) == (404, "push.test_not_found")


def test_another_persons_test_is_not_found(client: ActingClient, phone: ActingClient, cast: Cast) -> None:
    subscribed(phone)
    test = phone.post("/api/push/tests", json={}).json
    assert client.as_(cast.commander).get(f"/api/push/tests/{test['id']}").json["code"] == "push.test_not_found"


def test_tests_cannot_be_used_to_pester_a_push_service(phone: ActingClient, clock: Any) -> None:
    subscribed(phone)
    statuses = [phone.post("/api/push/tests", json={}).status_code for _ in range(6)]
    assert statuses == [202] * 5 + [429]
    clock.move(61)
    assert phone.post("/api/push/tests", json={}).status_code == 202


def test_signing_out_lets_the_device_go(cast: Cast, client: ActingClient, clock: Any) -> None:
    session = people.signed_in(cast.grid_worker)
    phone = phone_of(client.app, session)
    made = subscribed(phone)
    phone.post("/api/push/heartbeats", json={"permission": "granted", "endpoint": made["endpoint"]})
    kept = row(made["id"])
    clock.move(10)
    assert phone.delete("/api/sessions/current").status_code < 300
    drop_device_subscriptions(str(kept.device_id), str(cast.grid_worker.id), str(session.id))
    database.session.expire_all()
    assert row(made["id"]).gone_reason == "signed_out"
    assert database.session.get(PushDevice, kept.device_id) is None


def test_a_late_job_spares_what_the_next_session_made(cast: Cast, client: ActingClient, clock: Any) -> None:
    session = people.signed_in(cast.grid_worker)
    phone = phone_of(client.app, session)
    made = subscribed(phone)
    device_id = row(made["id"]).device_id
    clock.move(10)
    phone.delete("/api/sessions/current")
    clock.move(10)
    again = phone_of(client.app, people.signed_in(cast.grid_worker, device_id))
    subscribed(again, made["endpoint"])
    assert drop_device(device_id=device_id, person_id=cast.grid_worker.id, session_id=session.id) == 0
    assert row(made["id"]).gone_at is None


def test_the_clock_of_a_test_starts_when_it_is_asked_for(phone: ActingClient) -> None:
    subscribed(phone)
    test = phone.post("/api/push/tests", json={}).json
    kept = database.session.get_one(PushTest, UUID(test["id"]))
    assert (kept.expires_at - core_clock.now()).total_seconds() == 300


def phone_of(app: Flask, session: Any) -> ActingClient:
    """Acts in this session, where a test needs more phones than one."""
    database.session.commit()
    return ActingClient(app, {"Authorization": f"Bearer {tokens.access_token(session)}"})
