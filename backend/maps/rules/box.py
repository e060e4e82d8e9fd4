"""A part of the map as somebody asks for it: west, south, east and north in one word."""

from typing import NamedTuple


class Box(NamedTuple):
    west: float
    south: float
    east: float
    north: float


def read(said: str) -> Box | None:
    """None where it is not four numbers in their order."""
    try:
        west, south, east, north = (float(part) for part in said.split(","))
    except ValueError:
        return None
    fits = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return Box(west, south, east, north) if fits else None
