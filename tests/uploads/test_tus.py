"""The tus protocol as any client of it speaks: core, creation, checksum, expiration."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.uploads.actions.sweep import sweep
from backend.uploads.models import Photo, Upload, UploadPart
from backend.uploads.queries import photos as stored
from backend.uploads.rules import limits
from tests.builders import photos
from tests.builders.photos import TUS, announce, announced, send, uploaded
from tests.cast import Cast
from tests.client import ActingClient

PICTURE = photos.jpeg()


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def worker(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.grid_worker)


def head(client: ActingClient, where: str) -> Any:
    return client.open("HEAD", where, headers=TUS)


def parts() -> int:
    return database.session.scalar(select(func.count()).select_from(UploadPart))


def facts() -> list[tuple[str, dict[str, Any]]]:
    query = select(Fact.kind, Fact.data).where(Fact.kind.startswith("upload.")).order_by(Fact.seq)
    return [tuple(row) for row in database.session.execute(query)]


def test_the_server_says_what_it_offers(client: ActingClient) -> None:
    reply = client.open("OPTIONS", "/api/uploads")
    assert reply.status_code in {200, 204}
    offered = {name: reply.headers[name] for name in ("Tus-Resumable", "Tus-Version", "Tus-Extension")}
    assert offered == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,checksum,expiration",
    }
    assert (reply.headers["Tus-Checksum-Algorithm"], reply.headers["Tus-Max-Size"]) == ("sha1,sha256", "20971520")


def test_a_photo_in_one_piece_is_finished_and_told_once(worker: ActingClient, cast: Cast) -> None:
    record_id = uuid7()
    where = announced(worker, PICTURE, record_id)
    assert head(worker, where).headers["Upload-Offset"] == "0"
    reply = send(worker, where, PICTURE)
    assert (reply.status_code, reply.headers["Upload-Offset"]) == (204, str(len(PICTURE)))
    known = {"sha256": photos.sha256(PICTURE), "record_id": str(record_id), "author_id": str(cast.grid_worker.id)}
    assert facts() == [("upload.finished", known)]
    assert parts() == 0
    assert stored.arrived(record_id, author_id=cast.grid_worker.id) == {photos.sha256(PICTURE)}
    assert stored.arrived(record_id, author_id=cast.volunteer.id) == set()
    assert worker.get(where).json["state"] == "finished"


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_photo_cut_at_any_tenth_goes_on_from_there(worker: ActingClient, tenth: int) -> None:
    where = announced(worker, PICTURE)
    cut = len(PICTURE) * tenth // 10
    # The line breaks: fewer bytes come than the request announced.
    worker.patch(where, data=PICTURE[:cut], headers={**TUS, **broken(len(PICTURE))})
    here = head(worker, where)
    assert (here.status_code, here.headers["Upload-Offset"]) == (200, str(cut))
    assert here.headers["Upload-Length"] == str(len(PICTURE))
    assert here.headers["Cache-Control"] == "no-store"
    assert send(worker, where, PICTURE[cut:], at=cut).status_code == 204
    assert [kind for kind, _ in facts()] == ["upload.finished"]


def broken(length: int, at: int = 0) -> dict[str, str]:
    return {"Upload-Offset": str(at), "Content-Type": photos.MEDIA_TYPE, "Content-Length": str(length)}


def test_a_photo_byte_by_byte_at_its_start_is_the_same_photo(worker: ActingClient) -> None:
    where = announced(worker, PICTURE)
    for at in range(20):
        assert send(worker, where, PICTURE[at : at + 1], at=at).status_code == 204
    assert send(worker, where, PICTURE[20:], at=20).status_code == 204
    assert worker.get(where).json["state"] == "finished"


def test_bytes_that_are_here_already_are_refused_with_the_place_to_go_on_from(worker: ActingClient) -> None:
    where = announced(worker, PICTURE)
    send(worker, where, PICTURE[:100])
    for at in (0, 99, 101):
        reply = send(worker, where, PICTURE[at:], at=at)
        assert (reply.status_code, reply.json["code"], reply.headers["Upload-Offset"]) == (409, "upload.offset", "100")
    send(worker, where, PICTURE[100:], at=100)
    # The reply got lost; the phone asks, and knows.
    assert send(worker, where, PICTURE[100:], at=100).status_code == 409
    assert head(worker, where).headers["Upload-Offset"] == str(len(PICTURE))
    assert len(facts()) == 1


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_is_taken_with_its_right_checksum_only(worker: ActingClient, algorithm: str) -> None:
    where = announced(worker, PICTURE)
    wrong = {"Upload-Checksum": photos.checksum(b"other", algorithm)}
    reply = send(worker, where, PICTURE[:500], **wrong)
    assert (reply.status_code, reply.json["code"]) == (460, "upload.checksum")
    assert head(worker, where).headers["Upload-Offset"] == "0"
    right = {"Upload-Checksum": photos.checksum(PICTURE[:500], algorithm)}
    assert send(worker, where, PICTURE[:500], **right).status_code == 204


def test_a_piece_with_a_checksum_that_was_cut_counts_for_nothing(worker: ActingClient) -> None:
    where = announced(worker, PICTURE)
    said = {"Upload-Checksum": photos.checksum(PICTURE)}
    assert worker.patch(where, data=PICTURE[:500], headers={**TUS, **broken(len(PICTURE)), **said}).status_code == 460
    assert head(worker, where).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412, "upload.version"),
        ({"Content-Type": "image/jpeg"}, 415, "upload.media_type"),
        ({"Upload-Offset": ""}, 400, "upload.header"),
        ({"Upload-Offset": "-1"}, 400, "upload.header"),
        ({"Upload-Offset": "1e3"}, 400, "upload.header"),
        ({"Upload-Checksum": "md5 aGVsbG8="}, 400, "upload.header"),
        ({"Upload-Checksum": "sha1"}, 460, "upload.checksum"),
        ({"Upload-Checksum": "sha1 not base64!"}, 400, "upload.header"),
    ],
)
def test_a_piece_said_wrongly_is_refused_by_name(
    worker: ActingClient, headers: dict[str, str], status: int, code: str
) -> None:
    where = announced(worker, PICTURE)
    reply = send(worker, where, PICTURE, **headers)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert reply.headers["Tus-Resumable"] == "1.0.0"
    assert head(worker, where).headers["Upload-Offset"] == "0"


def test_an_unknown_version_hears_which_are_known(worker: ActingClient) -> None:
    reply = worker.open("HEAD", announced(worker, PICTURE), headers={"Tus-Resumable": "2"})
    assert (reply.status_code, reply.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": ""}, 412, "upload.version"),
        ({"Upload-Length": "many"}, 400, "upload.header"),
        ({"Upload-Length": str(20 * 1024 * 1024 + 1)}, 413, "upload.too_large"),
        ({"Upload-Length": "0"}, 422, "upload.not_a_photo"),
        ({"Upload-Metadata": ""}, 400, "upload.header"),
        ({"Upload-Metadata": "sha256 !!"}, 400, "upload.header"),
        ({"Upload-Metadata": "sha256 /w=="}, 400, "upload.header"),
        ({"Upload-Metadata": f"sha256 {'YWJj'},record_id YWJj"}, 400, "upload.header"),
    ],
)
def test_an_announcement_said_wrongly_is_refused_by_name(
    worker: ActingClient, headers: dict[str, str], status: int, code: str
) -> None:
    reply = announce(worker, PICTURE, **headers)
    assert (reply.status_code, reply.json["code"]) == (status, code)


def test_an_announcement_repeated_is_one_until_something_came(worker: ActingClient) -> None:
    record_id = uuid7()
    first, again = announced(worker, PICTURE, record_id), announced(worker, PICTURE, record_id)
    assert first == again
    send(worker, first, PICTURE[:10])
    assert announced(worker, PICTURE, record_id) != first


def test_more_than_was_announced_is_refused_and_changes_nothing(worker: ActingClient) -> None:
    where = announced(worker, PICTURE)
    assert send(worker, where, PICTURE + b"more").status_code == 413
    assert head(worker, where).headers["Upload-Offset"] == "0"


def test_a_file_that_is_not_the_one_announced_is_given_up(worker: ActingClient) -> None:
    where = announced(worker, PICTURE)
    other = PICTURE[:-1] + bytes([PICTURE[-1] ^ 1])
    reply = send(worker, where, other)
    assert (reply.status_code, reply.json["code"]) == (460, "upload.hash_differs")
    assert head(worker, where).status_code == 410
    assert (worker.get(where).json["state"], worker.get(where).json["refusal"]) == ("refused", "upload.hash_differs")
    assert [(kind, data["code"]) for kind, data in facts()] == [("upload.refused", "upload.hash_differs")]
    assert (parts(), database.session.scalar(select(func.count()).select_from(Photo))) == (0, 0)


def test_what_is_no_photo_is_refused_and_kept_nowhere(worker: ActingClient) -> None:
    page = b"<html><script>alert(1)</script></html>" * 20
    where = announced(worker, page)
    reply = send(worker, where, page)
    assert (reply.status_code, reply.json["code"]) == (422, "upload.not_a_photo")
    assert send(worker, where, page).status_code == 410


def test_an_unfinished_upload_waits_a_fortnight_and_is_gone_then(
    client: ActingClient, worker: ActingClient, cast: Cast, clock: Any
) -> None:
    where = announced(worker, PICTURE)
    send(worker, where, PICTURE[:100])
    clock.move(limits.WAITS.total_seconds() - 1)
    assert sweep() == 0
    worker = client.as_(cast.grid_worker)
    assert "Upload-Expires" in head(worker, where).headers
    clock.move(2)
    assert head(worker, where).status_code == 410
    assert (sweep(), parts()) == (1, 0)
    assert send(worker, where, PICTURE[100:], at=100).json["code"] == "upload.gone"
    clock.move(limits.REMEMBERED.total_seconds() + 1)
    sweep()
    worker = client.as_(cast.grid_worker)
    assert head(worker, where).status_code == 404


def test_every_byte_that_comes_gives_it_another_fortnight(client: ActingClient, cast: Cast, clock: Any) -> None:
    where = announced(client.as_(cast.grid_worker), PICTURE)
    for at in range(3):
        clock.move(timedelta(days=13).total_seconds())
        piece = PICTURE[at : at + 1]
        assert send(client.as_(cast.grid_worker), where, piece, at=at).status_code == 204


def test_nobody_else_finds_an_upload(client: ActingClient, worker: ActingClient, cast: Cast) -> None:
    where = announced(worker, PICTURE)
    for other in (client.as_(cast.commander), client.as_(cast.volunteer)):
        assert head(other, where).status_code == 404
        assert send(other, where, PICTURE).status_code == 404
    assert send(client, where, PICTURE).status_code == 401


def test_nobody_has_more_unfinished_ones_than_any_queue_holds(worker: ActingClient, cast: Cast, clock: Any) -> None:
    ends = clock.now() + limits.WAITS
    own = {"person_id": cast.grid_worker.id, "sha256": "0" * 64, "length": 9, "expires_at": ends}
    database.session.add_all(Upload(record_id=uuid7(), **own) for _ in range(limits.MOST_UNFINISHED))
    database.session.commit()
    assert announce(worker, PICTURE).status_code == 429


def test_the_same_photo_from_two_people_is_stored_once_and_told_for_each(
    client: ActingClient, worker: ActingClient, cast: Cast
) -> None:
    uploaded(worker, PICTURE)
    uploaded(client.as_(cast.volunteer), PICTURE)
    assert database.session.scalar(select(func.count()).select_from(Photo)) == 1
    assert len(facts()) == 2


def test_bytes_that_look_like_an_escaped_nul_are_bytes_all_the_same(worker: ActingClient) -> None:
    picture = photos.jpeg(comment=json.dumps("\x00").encode())
    assert b"\\u0000" in picture
    assert worker.get(uploaded(worker, picture)).json["state"] == "finished"


def test_what_is_kept_is_what_was_sent_made_anew(worker: ActingClient) -> None:
    where = uploaded(worker, PICTURE)
    row = database.session.get_one(Upload, UUID(where.rpartition("/")[2]))
    kept = stored.read(row.sha256)
    assert kept.startswith(b"\xff\xd8\xff")
    assert kept != PICTURE
