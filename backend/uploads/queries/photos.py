"""Photos, for the domains whose records they belong to: what has arrived, and its bytes."""

from collections.abc import Iterable
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.uploads.models import Photo, Upload
from backend.uploads.rules import states
from backend.uploads.settings import storage
from backend.uploads.storage.base import StorageDown

Size = Literal["full", "thumb"]
SIZES: tuple[Size, ...] = get_args(Size)


def arrived(record_id: UUID, *, author_id: UUID) -> set[str]:
    """The hashes of a record's photos that its author has sent; who else sent something counts for nothing.

    Ask it in the job that follows the record's own fact as well as in the one that follows `upload.finished`: of two
    transactions that pass each other, each job starts after its commit, so the later one sees both.
    """
    mine = (Upload.record_id == record_id, Upload.person_id == author_id, Upload.state == states.FINISHED)
    return set(db.session.scalars(select(Upload.sha256).where(*mine)))


def known(hashes: Iterable[str]) -> dict[str, Photo]:
    return {photo.sha256: photo for photo in db.session.scalars(select(Photo).where(Photo.sha256.in_(list(hashes))))}


def read(sha256: str, *, size: Size = "full") -> bytes:
    """The photo; the whole one, too, while its small one is not made yet. Whether he may see it, the caller knows."""
    photo = db.session.get(Photo, sha256)
    if photo is None:
        refuse("upload.not_found")
    data = kept(sha256, "thumb") if size == "thumb" and photo.thumb_at else None
    return data or kept(sha256, "full") or refuse("upload.not_found")


def kept(sha256: str, size: Size) -> bytes | None:
    try:
        return storage().get(key_of(sha256, size))
    except StorageDown:
        refuse("upload.storage_down")


def key_of(sha256: str, size: Size) -> str:
    return f"{size}/{sha256}.jpg"
