"""Uploads on their way, the bytes of those not finished, and the photos that came of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db, uuid7
from backend.uploads.rules import states

RECEIVING = text("state = 'receiving'")


class Upload(db.Model):
    """A file that a phone announced and sends in pieces. All of it has arrived exactly when it is finished."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("state IN ('receiving', 'finished', 'refused', 'expired')", name="state"),
        CheckConstraint("arrived BETWEEN 0 AND length", name="arrived"),
        CheckConstraint("state <> 'receiving' OR arrived < length", name="receiving"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal"),
        Index("upload_person_receiving_idx", "person_id", postgresql_where=RECEIVING),
        Index("upload_expires_at_idx", "expires_at"),
        Index("upload_record_id_idx", "record_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: what the photo belongs to, by its client-made id; which may come later than the photo
    record_id: Mapped[UUID]
    #: of the file as the phone has it
    sha256: Mapped[str]
    length: Mapped[int]
    #: how many bytes are here
    arrived: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    state: Mapped[str] = mapped_column(default=states.RECEIVING, server_default=states.RECEIVING)
    #: code of the refusal
    refusal: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: receiving: the bytes go then; otherwise: the row does
    expires_at: Mapped[datetime]


class UploadPart(db.Model):
    """Bytes of an upload that is not finished. In the database, so that any web process takes the next ones."""

    __tablename__ = "upload_part"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    #: where they belong
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Photo(db.Model):
    """A photo in the storage, under the hash of the file that was sent; the same file twice is one."""

    __tablename__ = "photo"
    __table_args__ = (Index("photo_kept_until_idx", "kept_until"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    #: of what is stored: made anew, upright, without EXIF
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: null: the small one is not made yet
    thumb_at: Mapped[datetime | None]
    #: then it is thrown away, unless something refers to it
    kept_until: Mapped[datetime] = mapped_column(server_default=text("now() + interval '90 days'"))
