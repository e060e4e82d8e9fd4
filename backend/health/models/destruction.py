"""What was destroyed when: counts and a hash, each record sealed into the next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import db, uuid7


class HealthDestruction(db.Model):
    """Holds nothing of what it tells of: how many of each kind, and the hash over their ids and the record before."""

    __tablename__ = "health_destruction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime]
    #: kind → how many
    counts: Mapped[dict[str, Any]]
    previous: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
