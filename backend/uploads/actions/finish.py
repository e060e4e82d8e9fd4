"""All of a photo is here: made anew, stored, and told."""

from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.offload import off_the_loop
from backend.uploads.models import Photo, Upload
from backend.uploads.queries.photos import key_of
from backend.uploads.rules import limits, photo
from backend.uploads.rules.photo import Picture
from backend.uploads.settings import storage
from backend.uploads.storage.base import StorageDown


def develop(sha256: str, data: bytes) -> Picture:
    """The picture, stored already: under its hash, which harms nobody if the rest fails. Raises Unfit."""
    try:
        made = off_the_loop(photo.develop, data)
        storage().put(key_of(sha256, "full"), made.data, photo.MEDIA_TYPE)
    except StorageDown:
        refuse("upload.storage_down")
    return made


def finish(actor: Actor, upload: Upload, made: Picture) -> None:
    row = {"sha256": upload.sha256, "media_type": photo.MEDIA_TYPE, "created_at": clock.now()}
    row |= {"width": made.width, "height": made.height, "size_bytes": len(made.data)}
    kept = {"kept_until": clock.now() + limits.UNCLAIMED}
    new = insert(Photo).values(**row, **kept)
    db.session.execute(new.on_conflict_do_update(index_elements=["sha256"], set_=kept))
    _still_there(upload.sha256, made)
    upload.arrived = upload.length
    db.session.flush()
    record("upload.finished", ("upload", upload.id), actor=actor, data=said(upload))


def _still_there(sha256: str, made: Picture) -> None:
    """The purge may have thrown it away since it was stored; from now on the row is held, and it does not."""
    try:
        if not storage().has(key_of(sha256, "full")):
            storage().put(key_of(sha256, "full"), made.data, photo.MEDIA_TYPE)
    except StorageDown:
        refuse("upload.storage_down")


def said(upload: Upload) -> dict[str, str]:
    author = str(upload.person_id)
    return {"sha256": upload.sha256, "record_id": str(upload.record_id), "author_id": author}
