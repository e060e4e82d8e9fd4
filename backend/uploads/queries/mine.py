"""A person's own uploads."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.uploads.models import Upload, UploadPart
from backend.uploads.rules import states


def visible_to(actor: Actor) -> Select[Upload]:
    """His own, nobody else's."""
    return select(Upload).where(Upload.person_id == actor.id)


def one(actor: Actor, upload_id: UUID) -> Upload:
    found: Upload | None = db.session.scalar(visible_to(actor).where(Upload.id == upload_id))
    return found or refuse("upload.not_found")


def one_there(actor: Actor, upload_id: UUID) -> Upload:
    """One that can be gone on with, or is finished; with the others a phone begins anew."""
    return _there(one(actor, upload_id))


def one_to_change(actor: Actor, upload_id: UUID) -> Upload:
    """The same, held until the transaction ends."""
    held = visible_to(actor).where(Upload.id == upload_id).with_for_update()
    found: Upload | None = db.session.scalar(held.execution_options(populate_existing=True))
    return _there(found) if found is not None else refuse("upload.not_found")


def _there(upload: Upload) -> Upload:
    if upload.state in {states.REFUSED, states.EXPIRED}:
        refuse("upload.gone", why=upload.refusal or upload.state)
    if upload.state == states.RECEIVING and upload.expires_at <= clock.now():
        refuse("upload.gone", why=states.EXPIRED)
    return upload


def untouched_twin(actor: Actor, *, record_id: UUID, sha256: str, length: int) -> Upload | None:
    """The one that a phone announced whose reply got lost."""
    same = (Upload.record_id == record_id, Upload.sha256 == sha256, Upload.length == length)
    fresh = (Upload.state == states.RECEIVING, Upload.arrived == 0, Upload.expires_at > clock.now())
    found: Upload | None = db.session.scalar(visible_to(actor).where(*same, *fresh).limit(1))
    return found


def unfinished(actor: Actor) -> int:
    own = (Upload.person_id == actor.id, Upload.state == states.RECEIVING)
    return db.session.scalar(select(func.count()).select_from(Upload).where(*own)) or 0


def bytes_of(upload: Upload) -> bytes:
    """What has arrived so far."""
    parts = select(UploadPart.data).where(UploadPart.upload_id == upload.id).order_by(UploadPart.at)
    return b"".join(db.session.scalars(parts))


def shown(upload: Upload) -> dict[str, Any]:
    names = ("id", "record_id", "sha256", "length", "state", "refusal", "expires_at")
    return {**{name: getattr(upload, name) for name in names}, "offset": upload.arrived}
