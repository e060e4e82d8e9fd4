"""Where photos are kept: whole or not at all, and the small copies that a job makes."""

from pathlib import Path

import pytest

from backend.core.db import db as database
from backend.uploads import settings
from backend.uploads.actions.make_thumb import make_thumb
from backend.uploads.models import Photo
from backend.uploads.queries import photos as stored
from backend.uploads.storage.base import StorageDown
from backend.uploads.storage.folder import Folder
from tests.builders import photos
from tests.builders.photos import announced, send, uploaded
from tests.cast import Cast
from tests.client import ActingClient

PICTURE = photos.jpeg(640, 480)


class Down:
    """A storage that nothing reaches."""

    def put(self, key: str, data: bytes, media_type: str) -> None:
        raise StorageDown

    def get(self, key: str) -> bytes | None:
        raise StorageDown

    def has(self, key: str) -> bool:
        raise StorageDown

    def delete(self, key: str) -> None:
        raise StorageDown


def test_a_folder_gives_back_what_it_was_given(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.get("full/abcd.jpg") is None
    for _ in range(2):
        folder.put("full/abcd.jpg", b"photo", "image/jpeg")
    assert folder.get("full/abcd.jpg") == b"photo"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["abcd.jpg"]
    assert (folder.has("full/abcd.jpg"), folder.has("full/efgh.jpg")) == (True, False)
    for _ in range(2):
        folder.delete("full/abcd.jpg")
    assert (folder.has("full/abcd.jpg"), folder.get("full/abcd.jpg")) == (False, None)


def test_a_folder_without_room_is_down(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("in the way")
    with pytest.raises(StorageDown):
        Folder(tmp_path).put("full/abcd.jpg", b"photo", "image/jpeg")
    with pytest.raises(StorageDown):
        Folder(tmp_path).get("full/abcd.jpg")


def test_an_unknown_storage_stops_the_start() -> None:
    with pytest.raises(SystemExit, match="there are: folder s3"):
        settings.bind({"STORAGE": "drawer"})


def test_the_small_copy_is_made_by_a_job_and_the_whole_one_serves_until_then(client: ActingClient, cast: Cast) -> None:
    uploaded(client.as_(cast.grid_worker), PICTURE)
    sha256 = photos.sha256(PICTURE)
    whole = stored.read(sha256)
    assert stored.read(sha256, size="thumb") == whole
    for _ in range(2):
        make_thumb(sha256)
    assert len(stored.read(sha256, size="thumb")) < len(whole) / 4
    assert database.session.get_one(Photo, sha256).thumb_at is not None


def test_while_the_storage_is_down_the_last_bytes_are_not_taken(
    client: ActingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = client.as_(cast.grid_worker)
    where = announced(worker, PICTURE)
    send(worker, where, PICTURE[:-5])
    with monkeypatch.context() as broken:
        broken.setattr(settings, "_bound", [Down()])
        reply = send(worker, where, PICTURE[-5:], at=len(PICTURE) - 5)
        assert (reply.status_code, reply.json["code"]) == (503, "upload.storage_down")
    assert worker.get(where).json["state"] == "receiving"
    assert send(worker, where, PICTURE[-5:], at=len(PICTURE) - 5).status_code == 204
