"""Where a report lies, and how much of that everybody may know."""

from backend.core.errors import refuse

#: A hundred metres: enough for a map of the district, too little for a door.
PUBLIC_DIGITS = 3

Point = tuple[float, float]


def point(lat: float | None, long: float | None) -> Point | None:
    """Longitude and latitude, both or neither."""
    if (lat is None) != (long is None):
        refuse("open311.half_a_place")
    return None if lat is None or long is None else (long, lat)


def coarse(value: float | None) -> float | None:
    return None if value is None else round(value, PUBLIC_DIGITS)
