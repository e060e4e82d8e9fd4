"""What was destroyed when, the newest first."""

from typing import Any

from sqlalchemy import select

from backend.core.db import db
from backend.core.http.paging import page
from backend.health.models.destruction import HealthDestruction


def listed(*, cursor: str | None, limit: int) -> dict[str, Any]:
    query, by = select(HealthDestruction), (HealthDestruction.at, HealthDestruction.id)
    return page(query, by=by, cursor=cursor, limit=limit, descending=True, show=_shown)


def chain() -> list[tuple[HealthDestruction, bool]]:
    """From the first on, each with whether it holds on to the one before."""
    query = select(HealthDestruction).order_by(HealthDestruction.at, HealthDestruction.id)
    rows = list(db.session.scalars(query))
    before = [None, *(one.sha256 for one in rows)]
    return [(one, one.previous == sealed) for one, sealed in zip(rows, before, strict=False)]


def _shown(one: HealthDestruction) -> dict[str, Any]:
    previous = one.previous.hex() if one.previous else None
    return {"id": one.id, "at": one.at, "counts": one.counts, "previous": previous, "sha256": one.sha256.hex()}
