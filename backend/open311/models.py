"""Applications that report from outside, and what came with each of their reports beside the case itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db

#: 居民上报, 12345转办, 物业上报, 智能监控抓拍, 传感器: whose reports another program may carry
SOURCES = ("resident", "hotline", "property", "camera", "sensor")


class Application(db.Model):
    """A program of the city that was let in. Its key is known by its digest; revoked, it stays for what it reported."""

    __tablename__ = "open311_application"
    __table_args__ = (
        CheckConstraint(f"source IN ({', '.join(repr(one) for one in SOURCES)})", name="source"),
        CheckConstraint("per_minute > 0", name="per_minute"),
        Index("open311_application_key_hash_key", "key_hash", unique=True),
        Index("open311_application_area_path_idx", "area_path"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: where it may report
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: of its cases
    source: Mapped[str]
    #: so many reports are taken in a minute
    per_minute: Mapped[int]
    #: the reporter of its cases: signs in nowhere, nothing is sent to it
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    #: how its key ends
    key_hint: Mapped[str]
    #: null: by the command
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]


class ServiceRequest(db.Model):
    """A case that an application reported, and what it said beside."""

    __tablename__ = "open311_request"
    __table_args__ = (
        Index("open311_request_token_key", "application_id", "token", unique=True),
        Index("open311_request_tokens_idx", "token"),
        Index("open311_request_application_id_idx", "application_id", "received_at"),
        Index("open311_request_received_at_idx", "received_at", "incident_id"),
    )

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("open311_application.id"))
    #: the client's own key for it, or the case's id
    token: Mapped[UUID]
    #: of all that was sent
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    #: as it was sent, without what the desk reads with it
    description: Mapped[str | None]
    address: Mapped[str | None]
    media_url: Mapped[str | None]
    #: code → answers
    attributes: Mapped[dict[str, Any]]
    #: who reported, sealed; null: nobody said, or it is forgotten
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
