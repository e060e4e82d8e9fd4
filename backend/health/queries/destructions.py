"""What was destroyed when, the newest first."""

from typing import Any

from sqlalchemy import select

from backend.core.http.paging import page
from backend.health.models.destruction import HealthDestruction


def listed(*, cursor: str | None, limit: int) -> dict[str, Any]:
    query, by = select(HealthDestruction), (HealthDestruction.at, HealthDestruction.id)
    return page(query, by=by, cursor=cursor, limit=limit, descending=True, show=_shown)


def _shown(one: HealthDestruction) -> dict[str, Any]:
    previous = one.previous.hex() if one.previous else None
    return {"id": one.id, "at": one.at, "counts": one.counts, "previous": previous, "sha256": one.sha256.hex()}
