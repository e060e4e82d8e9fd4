"""Where a report belongs: its area, the grid it lies in, and the grid that is responsible."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.rules.levels import COMMUNITY, DISTRICT, GRID, PARK, STREET
from backend.areas.rules.paths import ancestors, codes, covers
from backend.core.errors import refuse
from backend.incidents.policy import WORKER
from backend.incidents.queries import grants

#: Where the map has a hole, the next level holds the point.
DEEPEST_FIRST = (GRID, COMMUNITY, PARK, STREET, DISTRICT)


@dataclass(frozen=True, slots=True)
class Placed:
    """The area of a case and its two grids."""

    area: Area
    unit_grid_code: str | None
    duty_grid_code: str | None

    def columns(self) -> dict[str, str | None]:
        """As a case keeps them."""
        grids = {"unit_grid_code": self.unit_grid_code, "duty_grid_code": self.duty_grid_code}
        return {"area_code": self.area.code, "area_path": self.area.path, **grids}


def placed(point: tuple[float, float] | None, area_code: str | None, own: Sequence[str]) -> Placed:
    """By the point; where there is none, or no area holds it, by the named area; at last by the reporter's own."""
    area = at(point) or _named(area_code, own)
    if area is None and point is not None:
        area = areas.current(codes(own[0])[-1])
    if area is None:
        refuse("incident.no_place")
    grid = area.code if area.level == GRID else None
    return Placed(area, grid, _responsible(area) or grid)


def at(point: tuple[float, float] | None) -> Area | None:
    """The smallest area that holds it, as far as the map is drawn."""
    if point is None:
        return None
    found = (areas.area_at(*point, level) for level in DEEPEST_FIRST)
    return next((area for area in found if area is not None), None)


def _named(code: str | None, own: Sequence[str]) -> Area | None:
    """One of the reporter's places, or above them; a stranger's is not found."""
    if code is None:
        return None
    area = areas.current(code)
    if area is None or not any(covers(path, area.path) or covers(area.path, path) for path in own):
        refuse("area.not_found")
    return area


def _responsible(area: Area) -> str | None:
    """The nearest place at or above it that has a grid worker."""
    path = grants.worked_by_somebody([area.path, *ancestors(area.path)], WORKER)
    return None if path is None else codes(path)[-1]
