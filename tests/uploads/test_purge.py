"""What nothing refers to any more is thrown away, in a folder and in a bucket; what something does is not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.incidents.actions.forget_photos import KEPT_FOR, forget_photos
from backend.incidents.models.incident import IncidentPhoto
from backend.uploads import settings
from backend.uploads.actions.make_thumb import make_thumb
from backend.uploads.actions.purge import purge
from backend.uploads.models import Photo, Upload
from backend.uploads.queries.photos import key_of
from backend.uploads.rules import limits
from backend.uploads.storage.base import Storage, StorageDown
from backend.uploads.storage.folder import Folder
from backend.uploads.storage.s3 import Bucket
from tests.builders import incidents, photos
from tests.builders.cases import Crew
from tests.builders.handed_over import PHOTO as PICTURE
from tests.builders.handed_over import handed_over
from tests.builders.people import actor
from tests.builders.photos import uploaded
from tests.cast import CHAOMING, Cast
from tests.client import ActingClient
from tests.uploads.s3_server import bucket
from tests.uploads.test_s3 import config
from tests.uploads.test_storage import Down

pytestmark = pytest.mark.usefixtures("clock")

SHA256 = photos.sha256(PICTURE)
DAY = 86_400
UNCLAIMED = limits.UNCLAIMED.total_seconds()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    with bucket() as server:
        made = Folder(tmp_path) if request.param == "folder" else Bucket(config(server.server_port))
        monkeypatch.setattr(settings, "_bound", [made])
        yield made


@pytest.fixture
def worker(client: ActingClient, clock: Any, cast: Cast, storage: Storage) -> ActingClient:
    return client.as_(cast.grid_worker)


def here(storage: Storage) -> tuple[bool, bool, int, int]:
    """The two files, the row, and how many uploads remember it."""
    database.session.expire_all()
    rows = database.session.scalar(select(func.count()).select_from(Photo)) or 0
    sent = database.session.scalar(select(func.count()).select_from(Upload)) or 0
    return storage.has(key_of(SHA256, "full")), storage.has(key_of(SHA256, "thumb")), rows, sent


ALL, NOTHING = (True, True, 1, 1), (False, False, 0, 0)
#: the photo stays, the upload that brought it is forgotten
OF_A_CASE = (True, True, 1, 0)


def test_a_photo_whose_text_never_came_goes_after_ninety_days(
    worker: ActingClient, storage: Storage, clock: Any
) -> None:
    uploaded(worker, PICTURE)
    make_thumb(SHA256)
    clock.move(UNCLAIMED - 1)
    purge()
    assert here(storage) == ALL
    clock.move(1)
    assert purge() == (1, 1)
    assert here(storage) == NOTHING
    assert purge() == (0, 0)
    # What follows an upload may run late.
    make_thumb(SHA256)


def test_a_photo_of_a_case_stays_while_its_upload_is_forgotten(
    client: ActingClient, cast: Cast, storage: Storage, clock: Any
) -> None:
    incidents.draw_map()
    incidents.with_photo(cast.grid_worker, PICTURE, area_code=CHAOMING)
    make_thumb(SHA256)
    for _ in range(3):
        clock.move(UNCLAIMED)
        purge()
        assert here(storage) == OF_A_CASE


def test_a_photo_in_quarantine_stays_with_its_upload(
    worker: ActingClient, cast: Cast, storage: Storage, clock: Any
) -> None:
    item = handed_over(actor(cast.grid_worker), "已离岗")
    make_thumb(SHA256)
    for _ in range(3):
        clock.move(UNCLAIMED)
        assert purge() == (0, 0)
        assert here(storage) == ALL
    assert item.photos == [SHA256]


def test_photos_of_what_was_nothing_to_handle_go_half_a_year_later(
    client: ActingClient, cast: Cast, storage: Storage, clock: Any
) -> None:
    incidents.draw_map()
    crew = Crew(client, cast)
    dropped = incidents.with_photo(cast.grid_worker, PICTURE, area_code=CHAOMING)
    kept = incidents.with_photo(cast.grid_worker, photos.jpeg(32, 32), area_code=CHAOMING)
    make_thumb(SHA256)
    crew.step(cast.chaoming_duty, str(dropped), "not-accept", note="不属实")
    clock.move((KEPT_FOR - timedelta(seconds=1)).total_seconds())
    purge()
    assert (forget_photos(), here(storage)) == (0, (True, True, 2, 0))
    clock.move(1)
    assert (forget_photos(), forget_photos()) == (1, 0)
    assert list(database.session.scalars(select(IncidentPhoto.incident_id))) == [kept]
    clock.move(limits.ASKED_AGAIN.total_seconds())
    assert purge() == (0, 1)
    assert here(storage)[:3] == (False, False, 1)
    assert crew.get(cast.chaoming_commander, str(dropped))["photos"]["items"] == []


def test_a_photo_of_two_cases_stays_for_the_other_one(
    client: ActingClient, cast: Cast, storage: Storage, clock: Any
) -> None:
    incidents.draw_map()
    crew = Crew(client, cast)
    for state in ("cancel", None):
        case = incidents.with_photo(cast.grid_worker, PICTURE, area_code=CHAOMING)
        if state:
            crew.step(cast.chaoming_duty, str(case), state, note="误报")
    clock.move(KEPT_FOR.total_seconds())
    assert forget_photos() == 1
    purge()
    clock.move(limits.ASKED_AGAIN.total_seconds() + UNCLAIMED)
    purge()
    assert here(storage)[0]


def test_the_same_picture_sent_again_is_kept_anew(
    client: ActingClient, cast: Cast, storage: Storage, clock: Any
) -> None:
    uploaded(client.as_(cast.grid_worker), PICTURE)
    clock.move(UNCLAIMED - DAY)
    uploaded(client.as_(cast.grid_worker), PICTURE, uuid7())
    clock.move(DAY)
    purge()
    assert here(storage)[0::2] == (True, 1)


def test_a_picture_whose_file_was_thrown_away_meanwhile_is_stored_once_more(
    worker: ActingClient, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = storage.put

    def thrown_away_at_once(key: str, data: bytes, media_type: str) -> None:
        put(key, data, media_type)
        storage.delete(key)
        monkeypatch.setattr(storage, "put", put)

    monkeypatch.setattr(storage, "put", thrown_away_at_once)
    uploaded(worker, PICTURE)
    assert here(storage)[0]


def test_while_the_storage_is_down_the_rows_stay_and_the_next_purge_takes_them(
    worker: ActingClient, storage: Storage, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded(worker, PICTURE)
    database.session.commit()
    clock.move(UNCLAIMED)
    with monkeypatch.context() as broken:
        broken.setattr(settings, "_bound", [Down()])
        with pytest.raises(StorageDown):
            purge()
        database.session.rollback()
    assert here(storage)[0::2] == (True, 1)
    assert purge() == (1, 1)
    assert here(storage) == NOTHING


def test_an_upload_that_nobody_finished_is_not_the_purges_business(
    worker: ActingClient, storage: Storage, clock: Any
) -> None:
    where = photos.announced(worker, PICTURE)
    clock.move(UNCLAIMED * 2)
    assert purge() == (0, 0)
    assert database.session.get_one(Upload, UUID(where.rpartition("/")[2])).state == "receiving"
