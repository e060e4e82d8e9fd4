"""The request path: who may, what is stored, what a repeat gets, how refusals look."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.core.db import uuid7
from tests.client import ActingClient
from tests.core.conftest import acting, bells_rung

BELL = {"place": "north gate"}


def test_returning_commits_and_shows(ringer: ActingClient) -> None:
    reply = ringer.post("/api/bells", json=BELL)
    assert reply.status_code == 201
    assert reply.json["place"] == "north gate"
    assert bells_rung() == ["north gate"]


@pytest.mark.parametrize(
    ("place", "status", "kept"), [("refused", 409, []), ("broken", 500, []), ("kept", 409, ["kept"])]
)
def test_raising_rolls_back_unless_the_refusal_keeps(
    ringer: ActingClient, place: str, status: int, kept: list[str]
) -> None:
    ringer.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert ringer.post("/api/bells/broken", json={"place": place}).status_code == status
    assert bells_rung() == kept


def test_a_stranger_is_asked_to_sign_in_and_a_wrong_role_is_forbidden(client: ActingClient) -> None:
    assert client.post("/api/bells", json=BELL).json["code"] == "actor.unknown"
    assert acting(client, "visitor").post("/api/bells", json=BELL).json["code"] == "actor.forbidden"
    assert bells_rung() == []


def test_who_may_is_decided_before_the_body_is_read(client: ActingClient) -> None:
    stranger = acting(client, "visitor")
    assert stranger.post("/api/bells", data=b"{not json").status_code == 403
    assert stranger.post("/api/bells", data=b"{not json", content_type="application/json").status_code == 403


def test_an_issued_password_opens_only_what_says_so(client: ActingClient) -> None:
    newcomer = acting(client, "newcomer")
    assert newcomer.get("/api/bells").json["code"] == "identity.password_change_required"
    assert newcomer.get("/api/bells/newcomers").status_code == 200


def test_the_same_key_and_body_get_the_stored_reply(ringer: ActingClient) -> None:
    key = uuid7()
    first = ringer.post("/api/bells", json=BELL, key=key)
    again = ringer.post("/api/bells", json=BELL, key=key)
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert bells_rung() == ["north gate"]


def test_the_same_key_with_another_body_is_refused(ringer: ActingClient) -> None:
    key = uuid7()
    ringer.post("/api/bells", json=BELL, key=key)
    reply = ringer.post("/api/bells", json={"place": "south gate"}, key=key)
    assert (reply.status_code, reply.json["code"]) == (422, "idempotency.reused")
    assert bells_rung() == ["north gate"]


def test_five_parallel_sends_of_one_key_are_one_write(app: Flask, committed: object) -> None:
    key = uuid7()
    ringers = [acting(ActingClient(app), "ringer") for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda ringer: send(ringer, key), ringers))
    assert len({reply.data for reply in replies}) == 1
    assert bells_rung() == ["north gate"]


def send(ringer: ActingClient, key: object) -> TestResponse:
    headers = {**ringer.headers, "Idempotency-Key": str(key)}
    return ringer.app.test_client().post("/api/bells", json=BELL, headers=headers)


def test_a_refused_write_may_be_tried_again_under_its_key(ringer: ActingClient) -> None:
    key = uuid7()
    assert ringer.post("/api/bells", json={}, key=key).status_code == 422
    assert ringer.post("/api/bells", json=BELL, key=key).status_code == 201


def test_one_persons_key_says_nothing_to_another(client: ActingClient) -> None:
    key = uuid7()
    acting(client, "ringer", 1).post("/api/bells", json=BELL, key=key)
    reply = acting(client, "ringer", 2).post("/api/bells", json=BELL, key=key)
    assert "Idempotent-Replayed" not in reply.headers
    assert bells_rung() == ["north gate", "north gate"]


@pytest.mark.parametrize(
    ("headers", "code"), [({"Idempotency-Key": ""}, "malformed"), ({"Idempotency-Key": "7"}, "malformed")]
)
def test_a_write_needs_a_key_that_is_a_uuid(ringer: ActingClient, headers: dict, code: str) -> None:
    assert ringer.post("/api/bells", json=BELL, headers=headers).json["code"] == f"idempotency.{code}"
    bare = ringer.plain.post("/api/bells", json=BELL, headers=ringer.headers)
    assert bare.json["code"] == "idempotency.missing"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "request.not_json"),
        (b"[]", 422, "request.invalid"),
        (b"{}", 422, "request.invalid"),
        (b'{"place": 5}', 422, "request.invalid"),
        (b'{"place": "a", "more": 1}', 422, "request.invalid"),
        (b'{"place": "\\u0000"}', 422, "request.unstorable"),
        (b'{"place": "\xff"}', 400, "request.not_json"),
        (b'{"place": "\\ud800"}', 422, "request.unstorable"),
        (b'{"\\ud800": "a"}', 422, "request.unstorable"),
        (b'{"place": NaN}', 400, "request.not_json"),
        (b"[" * 500_000, 400, "request.not_json"),
    ],
)
def test_bad_input_gets_a_named_refusal(ringer: ActingClient, body: bytes, status: int, code: str) -> None:
    reply = ringer.post("/api/bells", data=body, content_type="application/json")
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert reply.content_type == "application/problem+json"


def test_a_refusal_speaks_the_readers_language(client: ActingClient) -> None:
    assert client.in_language("zh-CN").get("/api/bells").json["title"] == "请先登录"
    assert client.in_language("en").get("/api/bells").json["title"] == "Please sign in"


@pytest.mark.parametrize(("path", "method", "status"), [("/api/nowhere", "GET", 404), ("/api/bells", "PATCH", 405)])
def test_unknown_addresses_are_problems_too(client: ActingClient, path: str, method: str, status: int) -> None:
    reply = client.open(method, path)
    assert (reply.status_code, reply.content_type) == (status, "application/problem+json")


def test_pages_follow_each_other_without_a_gap_or_a_repeat(ringer: ActingClient) -> None:
    for number in range(5):
        ringer.post("/api/bells", json={"place": str(number)})
    seen: list[str] = []
    cursor = None
    while True:
        reply = ringer.get("/api/bells", query_string={"limit": 2, **({"cursor": cursor} if cursor else {})}).json
        seen += [item["place"] for item in reply["items"]]
        cursor = reply["next_cursor"]
        if cursor is None:
            break
        ringer.post("/api/bells", json={"place": "late"}) if "late" not in seen and len(seen) == 2 else None
    assert seen == ["0", "1", "2", "3", "4", "late"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "e30", "你好", "bnVsbA"])
def test_a_cursor_that_was_not_ours_is_refused(ringer: ActingClient, cursor: str) -> None:
    reply = ringer.get("/api/bells", query_string={"cursor": cursor})
    assert (reply.status_code, reply.json["code"]) == (400, "request.cursor")
