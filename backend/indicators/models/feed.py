"""Programs that send readings, each known by the digest of its key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class IndicatorFeed(db.Model):
    """May send figures of its indicators for areas of its subtree. Revoked, it stays for what it sent."""

    __tablename__ = "indicator_feed"
    __table_args__ = (
        Index("indicator_feed_key_hash_key", "key_hash", unique=True),
        Index("indicator_feed_area_path_idx", "area_path"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: ids; empty: every indicator that is not worked out here
    indicators: Mapped[list[Any]]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    #: how its key ends
    key_hint: Mapped[str]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: when it last sent something
    heard_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
