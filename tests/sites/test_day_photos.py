"""Photos of a site's day: in whichever order they and its words come, for whoever sees the site, for half a year."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.sites.actions import day_photos
from backend.sites.jobs import photo_finished
from backend.sites.models.site import Site
from backend.uploads.actions.purge import purge
from backend.uploads.rules import limits
from backend.wiring import FOLLOWS
from tests.builders import people, photos, sites
from tests.cast import CHAOMING, DAOMAO, Cast
from tests.client import ActingClient
from tests.conftest import var_folder

DAY = "2026-03-02"
DATA = photos.jpeg(64, 48, seed=43)
HASH = photos.sha256(DATA)


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return people.person("钱工", CHAOMING, "handler")


@pytest.fixture
def path(keeper: Person) -> str:
    site_id = sites.site(keeper, DAOMAO)
    database.session.get_one(Site, site_id).state = "working"
    database.session.flush()
    return f"/api/sites/{site_id}"


def written(**changes: Any) -> dict[str, Any]:
    announced = [{"sha256": HASH, "size_bytes": len(DATA)}]
    return sites.day(DAY, **{"id": str(uuid7()), "photos": announced, **changes})


def arrived(client: ActingClient, path: str) -> list[bool]:
    return [one["arrived_at"] is not None for one in client.get(path).json["days"][0]["photos"]]


def test_a_photo_that_follows_its_words_is_seen_once_it_is_whole(
    client: ActingClient, cast: Cast, keeper: Person, path: str
) -> None:
    hand, body = client.as_(keeper), written()
    assert hand.post(f"{path}/days", json=body).status_code == 200
    assert arrived(hand, path) == [False]
    address = f"{path}/photos/{HASH}"
    assert hand.get(address).json["code"] == "site.photo_not_found"
    photos.uploaded(hand, DATA, UUID(body["id"]))
    photo_finished(body["id"])
    assert arrived(hand, path) == [True]
    seen = client.as_(cast.chaoming_duty).get(f"{address}?size=thumb")
    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    assert client.as_(cast.wulin_commander).get(address).json["code"] == "site.not_found"
    assert client.as_(cast.volunteer).get(address).status_code == 403


def test_one_that_came_before_its_words_is_there_at_once_and_twice_is_once(
    client: ActingClient, keeper: Person, path: str
) -> None:
    hand, body = client.as_(keeper), written()
    photos.uploaded(hand, DATA, UUID(body["id"]))
    for _ in range(2):
        assert hand.post(f"{path}/days", json=body).status_code == 200
    assert arrived(hand, path) == [True]
    # Another word about the same day takes nothing away.
    hand.post(f"{path}/days", json=sites.day(DAY, present=179))
    assert arrived(hand, path) == [True]


def test_who_merely_knows_a_hash_does_not_get_to_see_the_photo(
    client: ActingClient, cast: Cast, keeper: Person, path: str
) -> None:
    other, body = client.as_(cast.chaoming_duty), written()
    photos.uploaded(other, DATA, UUID(body["id"]))
    client.as_(keeper).post(f"{path}/days", json=body)
    assert arrived(client.as_(keeper), path) == [False]


def test_photos_need_the_name_of_their_writing(client: ActingClient, keeper: Person, path: str) -> None:
    codes = [client.as_(keeper).post(f"{path}/days", json=written(id=one)).json["code"] for one in (None, str(uuid4()))]
    assert codes == ["site.bad_id", "site.bad_id"]
    ten = [{"sha256": f"{no:064x}", "size_bytes": 1} for no in range(10)]
    assert client.as_(keeper).post(f"{path}/days", json=written(photos=ten)).status_code == 422


def test_after_half_a_year_neither_the_day_nor_the_storage_has_it(
    client: ActingClient, keeper: Person, path: str, clock: Any
) -> None:
    hand, body = client.as_(keeper), written()
    photos.uploaded(hand, DATA, UUID(body["id"]))
    hand.post(f"{path}/days", json=body)
    clock.move((limits.UNCLAIMED + timedelta(days=1)).total_seconds())
    purge()
    assert [day_photos.forget(), len(kept())] == [0, 1]
    clock.move((day_photos.KEPT_FOR - limits.UNCLAIMED).total_seconds())
    assert [day_photos.forget(), day_photos.forget()] == [1, 0]
    clock.move(limits.ASKED_AGAIN.total_seconds())
    purge()
    assert kept() == []
    assert client.as_(keeper).get(f"{path}/photos/{HASH}").json["code"] == "site.photo_not_found"


def kept() -> list[str]:
    return [file.name for file in var_folder().rglob(f"{HASH}.jpg")]


def test_what_arrives_is_looked_for_by_whichever_comes_last() -> None:
    jobs = {kind: [job.name for job in FOLLOWS[kind]] for kind in ("upload.finished", "site.day_written")}
    assert all("sites.photo_finished" in names for names in jobs.values())
