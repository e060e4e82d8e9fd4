"""A photo that comes in one piece, by a form of another program: the same limits, and made anew like any other."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.uploads.actions import finish
from backend.uploads.models import Upload
from backend.uploads.rules import limits, states
from backend.uploads.rules.photo import Picture, Unfit


@dataclass(frozen=True, slots=True)
class Whole:
    """A photo that was looked at and is stored, but belongs to nothing yet."""

    sha256: str
    length: int
    made: Picture


def develop(data: bytes) -> Whole:
    """Before anything is locked or written: decoding takes its time. What is no photo is refused by name."""
    if not data:
        refuse("upload.not_a_photo")
    if len(data) > limits.MOST_BYTES:
        refuse("upload.too_large", most=limits.MOST_BYTES)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return Whole(sha256, len(data), finish.develop(sha256, data))
    except Unfit as unfit:
        refuse(unfit.code)


def take_whole(actor: Actor, record_id: UUID, whole: Whole) -> None:
    """It belongs to the record from now on, as if it had come by tus."""
    upload = Upload(person_id=actor.id, record_id=record_id, sha256=whole.sha256, length=whole.length)
    upload.state, upload.arrived = states.FINISHED, whole.length
    upload.expires_at = clock.now() + limits.REMEMBERED
    db.session.add(upload)
    db.session.flush()
    finish.finish(actor, upload, whole.made)
