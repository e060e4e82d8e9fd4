"""The demo district's people: who leads what, and the volunteers in their grids."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import contains_xy, prepare

from backend.areas.rules import levels
from backend.areas.rules.voronoi import Shape
from backend.demo.geography import Geography
from backend.demo.names import names

SEED = 20200211
VOLUNTEERS = 99_536
#: Numbers of a block that cannot be dialled; with so many people each one serves several.
PHONES = "1990000{:04d}"
PHONE_COUNT = 10_000

#: level → the role of the person who is responsible for an area of it
LEADS = {
    levels.DISTRICT: "commander",
    levels.STREET: "commander",
    levels.COMMUNITY: "duty_officer",
    levels.PARK: "duty_officer",
    levels.GRID: "grid_worker",
}
#: Beside the responsible person: (level, role, how many per area).
STAFF = (
    (levels.DISTRICT, "duty_officer", 2),
    (levels.DISTRICT, "analyst", 1),
    (levels.DISTRICT, "system_admin", 1),
    (levels.DISTRICT, "security_admin", 1),
    (levels.DISTRICT, "audit_admin", 1),
    (levels.STREET, "duty_officer", 1),
    (levels.STREET, "handler", 1),
    (levels.STREET, "verifier", 1),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who lives or works in an area and holds one role on it."""

    name: str
    phone: str
    area_code: str
    role: str
    is_lead: bool
    lng: float
    lat: float


def people(geography: Geography) -> Iterator[Holder]:
    """The same people every time: leads from the district down, then staff, then volunteers grid by grid."""
    random = np.random.default_rng(SEED)
    places = list(_places(geography, random))
    spoken = names(random, sum(count for *_, count in places))
    number = 0
    for code, role, is_lead, count in places:
        for lng, lat in _points(geography.shapes[code], count, random):
            yield Holder(next(spoken), PHONES.format(number % PHONE_COUNT), code, role, is_lead, lng, lat)
            number += 1


def _places(geography: Geography, random: np.random.Generator) -> Iterator[tuple[str, str, bool, int]]:
    """Area, role, whether responsible for the area, how many."""
    for level, role in LEADS.items():
        yield from ((code, role, True, 1) for code in geography.codes(level))
    for level, role, count in STAFF:
        yield from ((code, role, False, count) for code in geography.codes(level))
    grids = geography.codes(levels.GRID)
    # Some grids are livelier than others, none is empty.
    share = random.uniform(0.6, 1.4, len(grids))
    for code, count in zip(grids, random.multinomial(VOLUNTEERS, share / share.sum()), strict=True):
        yield code, "volunteer", False, int(count)


def _points(shape: Shape, count: int, random: np.random.Generator) -> Iterator[tuple[float, float]]:
    """Random places inside the shape: thrown over its bounding box, kept where they hit."""
    west, south, east, north = shape.bounds
    prepare(shape)
    missing = count
    while missing:
        lngs = random.uniform(west, east, missing * 2)
        lats = random.uniform(south, north, missing * 2)
        hits = np.flatnonzero(contains_xy(shape, lngs, lats))[:missing]
        yield from zip(np.round(lngs[hits], 6).tolist(), np.round(lats[hits], 6).tolist(), strict=True)
        missing -= len(hits)
