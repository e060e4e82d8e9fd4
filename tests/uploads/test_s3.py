"""Photos in a bucket: signed as S3 wants it, and down where nobody answers or the secret is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest

from backend.uploads import settings
from backend.uploads.queries import photos as stored
from backend.uploads.storage.base import StorageDown
from backend.uploads.storage.s3 import Bucket as Storage
from tests.builders import photos
from tests.builders.photos import uploaded
from tests.cast import Cast
from tests.client import ActingClient
from tests.uploads.s3_server import ACCESS_KEY, REGION, SECRET_KEY, Bucket, bucket


@pytest.fixture
def server() -> Iterator[Bucket]:
    with bucket() as running:
        yield running


def storage(port: int, **changes: str) -> Storage:
    return Storage(config(port) | changes)


def config(port: int) -> dict[str, Any]:
    where = {"S3_ENDPOINT": f"http://127.0.0.1:{port}", "S3_BUCKET": "palm-photos", "S3_REGION": REGION}
    return {**where, "S3_ACCESS_KEY": ACCESS_KEY, "S3_SECRET_KEY": SECRET_KEY}


def test_a_bucket_gives_back_what_it_was_given(server: Bucket) -> None:
    kept = storage(server.server_port)
    assert kept.get("full/abcd.jpg") is None
    for _ in range(2):
        kept.put("full/abcd.jpg", b"photo", "image/jpeg")
    assert kept.get("full/abcd.jpg") == b"photo"
    assert server.objects == {"/palm-photos/full/abcd.jpg": (b"photo", "image/jpeg")}
    assert (kept.has("full/abcd.jpg"), kept.has("full/efgh.jpg")) == (True, False)
    for _ in range(2):
        kept.delete("full/abcd.jpg")
    assert (kept.has("full/abcd.jpg"), server.objects) == (False, {})


def test_a_wrong_secret_opens_nothing(server: Bucket) -> None:
    stranger = storage(server.server_port, S3_SECRET_KEY="guessed-secret")
    with pytest.raises(StorageDown):
        stranger.put("full/abcd.jpg", b"photo", "image/jpeg")
    for ask in (stranger.get, stranger.has, stranger.delete):
        with pytest.raises(StorageDown):
            ask("full/abcd.jpg")
    assert (server.objects, server.denied) == ({}, 4)


def test_a_bucket_that_nobody_answers_for_is_down() -> None:
    with bucket() as gone:
        port = gone.server_port
    with pytest.raises(StorageDown):
        storage(port).put("full/abcd.jpg", b"photo", "image/jpeg")
    for ask in (storage(port).get, storage(port).has, storage(port).delete):
        with pytest.raises(StorageDown):
            ask("full/abcd.jpg")


def test_an_upload_ends_in_the_bucket(
    server: Bucket, client: ActingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_bound", [])
    settings.bind({"STORAGE": "s3", **config(server.server_port)})
    picture = photos.jpeg()
    uploaded(client.as_(cast.grid_worker), picture)
    assert list(server.objects) == [f"/palm-photos/full/{photos.sha256(picture)}.jpg"]
    assert stored.read(photos.sha256(picture)).startswith(b"\xff\xd8")
