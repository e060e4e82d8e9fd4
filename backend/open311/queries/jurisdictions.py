"""Jurisdictions: the district and its streets, by their codes."""

from backend.areas import queries as areas
from backend.areas.rules.levels import DISTRICT, STREET
from backend.core.errors import refuse

LEVELS = (DISTRICT, STREET)


def path_of(jurisdiction_id: str | None) -> str | None:
    """Where it lies; None where none is named, which means all that this server knows."""
    if not jurisdiction_id:
        return None
    area = areas.current(jurisdiction_id)
    if area is None or area.level not in LEVELS:
        refuse("open311.jurisdiction_unknown", jurisdiction_id=jurisdiction_id)
    return area.path
