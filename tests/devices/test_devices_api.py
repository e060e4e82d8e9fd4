"""What supervisors see of phones, and what the duty desk is handed, over HTTP."""

from typing import Any

import orjson
import pytest

from backend.core import clock as core_clock
from backend.core.db import uuid7
from tests.builders import people, photos
from tests.builders.handed_over import PHOTO, hand_over
from tests.builders.photos import uploaded
from tests.cast import Cast
from tests.client import ActingClient
from tests.devices.test_numbered import Numbering

BEAT = {"permission": "denied", "endpoint": None, "app_version": "1.4.0"}


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def worker(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.grid_worker)


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.chaoming_duty)


def phones(desk: ActingClient, **query: Any) -> dict[str, dict[str, Any]]:
    return {item["person"]["name"]: item for item in desk.get("/api/devices", query_string=query).json["items"]}


def test_a_supervisor_sees_what_waits_on_each_phone_and_what_is_missing(
    client: ActingClient, cast: Cast, desk: ActingClient, clock: Any
) -> None:
    phone = Numbering(client, cast.grid_worker)
    people.token_of(cast.volunteer)
    oldest = core_clock.now().isoformat()
    phone.client.post("/api/push/heartbeats", json={**BEAT, "queue_depth": 3, "oldest_unsent_at": oldest})
    clock.move(60)
    phone.send(1)
    phone.send(4)
    seen = phones(desk)[cast.grid_worker.name]
    said = {name: seen[name] for name in ("app_version", "queue_depth", "oldest_unsent_at", "high", "missing")}
    assert said == {
        "app_version": "1.4.0",
        "queue_depth": 3,
        "oldest_unsent_at": oldest,
        "high": 4,
        "missing": [[2, 3]],
    }
    assert (seen["last_sync_at"], seen["missing_count"]) == (core_clock.now().isoformat(), 2)
    assert seen["person"]["phone"] == cast.grid_worker.phone
    silent = phones(desk)[cast.volunteer.name]
    assert (silent["queue_depth"], silent["high"], silent["missing"]) == (None, 0, [])
    assert set(phones(desk, state="gap")) == set(phones(desk, state="waiting")) == {cast.grid_worker.name}


def test_another_street_sees_none_of_them(client: ActingClient, cast: Cast) -> None:
    people.token_of(cast.grid_worker)
    assert cast.grid_worker.name not in phones(client.as_(cast.wulin_commander))
    assert client.as_(cast.grid_worker).get("/api/devices").status_code == 403


def test_a_refused_item_is_kept_byte_for_byte_for_the_desk(worker: ActingClient, desk: ActingClient) -> None:
    body = orjson.dumps({"id": str(uuid7()), "description": "路面塌陷 \u2028 '\""}).decode()
    item = hand_over(body=body)
    first = worker.post("/api/quarantine", json=item)
    again = worker.post("/api/quarantine", json=item)
    assert (first.status_code, again.json) == (201, first.json)
    seen = desk.get("/api/quarantine", query_string={"settled": False}).json["items"]
    assert [one["id"] for one in seen] == [item["id"]]
    whole = desk.get(f"/api/quarantine/{item['id']}").json
    assert (whole["body"], whole["path"], whole["code"]) == (body, "/api/incidents", "actor.forbidden")


def test_its_photos_come_by_tus_before_or_after_it(worker: ActingClient, desk: ActingClient) -> None:
    item = hand_over()
    worker.post("/api/quarantine", json=item)
    where = f"/api/quarantine/{item['id']}"
    assert desk.get(where).json["photos"] == [{"sha256": photos.sha256(PHOTO), "arrived": False}]
    assert desk.get(f"{where}/photos/{photos.sha256(PHOTO)}").status_code == 404
    uploaded(worker, PHOTO, item["id"])
    assert desk.get(where).json["photos"][0]["arrived"] is True
    reply = desk.get(f"{where}/photos/{photos.sha256(PHOTO)}", query_string={"size": "thumb"})
    assert (reply.status_code, reply.content_type, reply.data[:2]) == (200, "image/jpeg", b"\xff\xd8")


def test_a_photo_that_somebody_else_sent_is_none_of_its_own(
    client: ActingClient, worker: ActingClient, desk: ActingClient, cast: Cast
) -> None:
    item = hand_over()
    worker.post("/api/quarantine", json=item)
    uploaded(client.as_(cast.volunteer), PHOTO, item["id"])
    assert desk.get(f"/api/quarantine/{item['id']}/photos/{photos.sha256(PHOTO)}").status_code == 404


def test_the_desk_says_once_what_became_of_it_and_its_author_reads_that(
    client: ActingClient, worker: ActingClient, desk: ActingClient, cast: Cast
) -> None:
    item = hand_over()
    worker.post("/api/quarantine", json=item)
    where = f"/api/quarantine/{item['id']}"
    settled = {"outcome": "entered", "note": "已由值班台补录"}
    assert worker.post(f"{where}/settle", json=settled).status_code == 403
    assert client.as_(cast.wulin_commander).post(f"{where}/settle", json=settled).status_code == 404
    assert desk.post(f"{where}/settle", json=settled).status_code == 200
    assert desk.post(f"{where}/settle", json=settled).json["code"] == "quarantine.settled"
    mine = worker.get("/api/quarantine").json["items"]
    assert [(one["outcome"], one["note"], one["settled_by"]["name"]) for one in mine] == [
        ("entered", "已由值班台补录", cast.chaoming_duty.name)
    ]


def test_nobody_takes_the_id_of_anothers_item(client: ActingClient, worker: ActingClient, cast: Cast) -> None:
    item = hand_over()
    worker.post("/api/quarantine", json=item)
    reply = client.as_(cast.volunteer).post("/api/quarantine", json=item)
    assert (reply.status_code, reply.json["code"]) == (409, "quarantine.id_taken")
    assert client.as_(cast.volunteer).get(f"/api/quarantine/{item['id']}").status_code == 404
