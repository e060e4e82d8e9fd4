"""The small copy of a photo, for lists."""

from backend.core import clock
from backend.core.db import db
from backend.uploads.models import Photo
from backend.uploads.queries.photos import kept, key_of
from backend.uploads.rules import photo
from backend.uploads.settings import storage


def make_thumb(sha256: str) -> None:
    """A second time changes nothing."""
    row = db.session.get(Photo, sha256)
    if row is None:
        # Thrown away since.
        return
    whole = None if row.thumb_at else kept(sha256, "full")
    if whole is not None:
        storage().put(key_of(sha256, "thumb"), photo.thumb(whole).data, photo.MEDIA_TYPE)
        row.thumb_at = clock.now()
