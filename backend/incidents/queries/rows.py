"""Cases as lists show them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from backend.core import clock
from backend.core.db import db
from backend.incidents.models.incident import Incident, IncidentPhoto
from backend.incidents.queries import categories
from backend.incidents.rules import lifecycle

#: columns as they are shown, without change
SHOWN = (
    *("id", "number", "state", "description", "source", "urgent", "self_handled"),
    *("happened_at", "recorded_at", "lng_wgs84", "lat_wgs84", "due_at", "urged_at", "supervised_at"),
)
#: somebody must act until its time
RUNS = frozenset({*lifecycle.AT_THE_DESK, *lifecycle.WITH_THE_UNIT})

Found = Sequence[Row[*tuple[Any, ...]]]


def shown(found: Found) -> list[dict[str, Any]]:
    pictures = _photos([row.Incident.id for row in found])
    mains = _mains({row.Incident.merged_into_id for row in found} - {None})
    return [
        {
            **{name: getattr(row.Incident, name) for name in SHOWN},
            "category": categories.shown(row.Incident.category_code),
            "area": {name: getattr(row, name) for name in ("code", "level", "name_zh", "name_en")},
            "unit": _unit(row),
            "overdue": is_overdue(row.Incident),
            "merged_into": mains.get(row.Incident.merged_into_id),
            "photos": _counted(pictures.get(row.Incident.id, [])),
        }
        for row in found
    ]


def is_overdue(incident: Incident | Row[*tuple[Any, ...]]) -> bool:
    """By the clock, whether or not it has climbed yet."""
    return bool(incident.state in RUNS and incident.due_at <= clock.now())


def _unit(row: Row[*tuple[Any, ...]]) -> dict[str, Any] | None:
    if row.Incident.unit_id is None:
        return None
    return {"id": row.Incident.unit_id, "name_zh": row.unit_zh, "name_en": row.unit_en}


def _mains(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """How the case stands that answers for a merged report: its reporter sees no more of it."""
    if not ids:
        return {}
    query = select(Incident.id, Incident.number, Incident.state).where(Incident.id.in_(ids))
    return {row.id: row._asdict() for row in db.session.execute(query)}


def _photos(ids: Sequence[UUID]) -> dict[UUID, list[IncidentPhoto]]:
    if not ids:
        return {}
    query = (
        select(IncidentPhoto)
        .where(IncidentPhoto.incident_id.in_(ids))
        .order_by(IncidentPhoto.added_at, IncidentPhoto.use, IncidentPhoto.sha256)
    )
    found: dict[UUID, list[IncidentPhoto]] = {}
    for photo in db.session.scalars(query):
        found.setdefault(photo.incident_id, []).append(photo)
    return found


def _counted(photos: Sequence[IncidentPhoto]) -> dict[str, Any]:
    names = ("sha256", "use", "size_bytes", "arrived_at")
    items = [{name: getattr(photo, name) for name in names} for photo in photos]
    return {"expected": len(items), "arrived": sum(item["arrived_at"] is not None for item in items), "items": items}
