"""The next bytes of a file arrive; with the last ones it is checked, made anew and stored."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.uploads.actions import finish
from backend.uploads.models import Upload, UploadPart
from backend.uploads.queries import mine
from backend.uploads.rules import limits, states
from backend.uploads.rules.photo import Picture, Unfit
from backend.uploads.rules.tus import Piece


@dataclass(frozen=True, slots=True)
class Bytes:
    """What came of a request's body; not whole where the line broke."""

    data: bytes
    is_whole: bool


def check(actor: Actor, upload_id: UUID, piece: Piece) -> None:
    """Whether the bytes are worth reading at all."""
    _fitting(mine.one_there(actor, upload_id), piece)


def append(actor: Actor, upload_id: UUID, piece: Piece, came: Bytes) -> Upload:
    """What came is kept, however much it is. The last bytes are taken only when the whole file is safe."""
    _check_sum(piece, came)
    upload = _fitting(mine.one_there(actor, upload_id), piece)
    rest = upload.length - upload.arrived
    if len(came.data) > rest:
        refuse("upload.too_large", most=rest)
    # Before anything is locked or written: decoding takes its time, and others wait for no transaction of ours.
    made = _developed(upload, came.data) if len(came.data) == rest else None
    upload = _fitting(mine.one_to_change(actor, upload_id), piece)
    if isinstance(made, Unfit):
        _refuse_all(actor, upload, made)
    if isinstance(made, Picture):
        _finish(actor, upload, made)
    elif came.data:
        db.session.add(UploadPart(upload_id=upload.id, at=upload.arrived, data=came.data))
        upload.arrived += len(came.data)
        upload.expires_at = clock.now() + limits.WAITS
    db.session.flush()
    return upload


def _check_sum(piece: Piece, came: Bytes) -> None:
    """Of a sum over bytes that did not all come, nothing is known: they count as wrong, and are sent again."""
    if piece.checksum is not None and not (came.is_whole and piece.checksum.fits(came.data)):
        refuse("upload.checksum")


def _fitting(upload: Upload, piece: Piece) -> Upload:
    if piece.at != upload.arrived:
        raise Problem("upload.offset", headers={"Upload-Offset": str(upload.arrived)}, offset=upload.arrived)
    return upload


def _developed(upload: Upload, last: bytes) -> Picture | Unfit | None:
    """The picture, stored already: under its hash, which harms nobody if the rest of this fails."""
    if upload.state == states.FINISHED:
        return None
    data = mine.bytes_of(upload) + last
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        return Unfit("upload.hash_differs")
    try:
        return finish.develop(upload.sha256, data)
    except Unfit as unfit:
        return unfit


def _finish(actor: Actor, upload: Upload, made: Picture) -> None:
    _end(upload, states.FINISHED)
    finish.finish(actor, upload, made)


def _refuse_all(actor: Actor, upload: Upload, unfit: Unfit) -> None:
    """No byte of it is any good: the phone is told why, and the next question about it is answered "gone"."""
    _end(upload, states.REFUSED)
    upload.refusal = unfit.code
    data = {**finish.said(upload), "code": unfit.code}
    record("upload.refused", ("upload", upload.id), actor=actor, data=data)
    raise Problem(unfit.code, keeps=True)


def _end(upload: Upload, state: str) -> None:
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload.id))
    upload.state = state
    upload.expires_at = clock.now() + limits.REMEMBERED
