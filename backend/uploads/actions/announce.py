"""A phone says what it is about to send."""

from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.http.actor import Actor
from backend.uploads.models import Upload
from backend.uploads.queries import mine
from backend.uploads.rules import limits


def announce(actor: Actor, *, record_id: UUID, sha256: str, length: int) -> Upload:
    """Twice is once as long as nothing arrived. Whether the record is there already must not matter."""
    if length > limits.MOST_BYTES:
        raise Problem("upload.too_large", headers={"Tus-Max-Size": str(limits.MOST_BYTES)}, most=limits.MOST_BYTES)
    if length == 0:
        refuse("upload.not_a_photo")
    twin = mine.untouched_twin(actor, record_id=record_id, sha256=sha256, length=length)
    if twin is not None:
        return twin
    if mine.unfinished(actor) >= limits.MOST_UNFINISHED:
        refuse("upload.too_many")
    ends = clock.now() + limits.WAITS
    upload = Upload(person_id=actor.id, record_id=record_id, sha256=sha256, length=length, expires_at=ends)
    db.session.add(upload)
    db.session.flush()
    return upload
