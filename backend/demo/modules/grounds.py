"""Where the demo's module rows lie: grids of the district as they are now, homes in them, and who acts there."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.areas.rules import levels
from backend.areas.rules.paths import ancestors, codes
from backend.core.db import db
from backend.demo.modules.telling import Ground, Told
from backend.identity.models import RoleGrant
from backend.modules.policy import WORKERS

#: The grids whose workers can sign in.
HOMES = ("刀茅巷社区第1网格", "仙林社区第1网格")
#: So many places in each grid; the first volunteers live there.
SPOTS = """
SELECT area.code, spot.lng_wgs84, spot.lat_wgs84 FROM area
CROSS JOIN LATERAL (
    SELECT lng_wgs84, lat_wgs84 FROM person
    WHERE person.area_path = area.path AND lng_wgs84 IS NOT NULL ORDER BY id LIMIT 40
) AS spot WHERE area.code = ANY(:codes)
"""


class District(NamedTuple):
    """What there is to lay rows on."""

    #: name → its places; street by street, community by community in turn
    grids: dict[str, list[Ground]]
    #: area path and role → who acts
    people: dict[tuple[str, str], UUID]

    def who(self, path: str, role: str) -> UUID:
        """At the place, else the next above."""
        chain = [path, *reversed(ancestors(path))]
        return next(self.people[at, role] for at in chain if (at, role) in self.people)


def read() -> District:
    areas = {area.code: area for area in db.session.scalars(select(Area).where(in_force()).order_by(Area.code))}
    grids = [area for area in areas.values() if area.level == levels.GRID]
    spots = defaultdict(list)
    for code, lng, lat in db.session.execute(text(SPOTS), {"codes": [area.code for area in grids]}):
        spots[code].append((lng, lat))
    found = {}
    for area in _in_turn(grids):
        _, street, community = (areas[code] for code in codes(area.path)[:3])
        names = (street.name_zh, community.name_zh.removesuffix("社区"))
        found[area.name_zh] = [Ground(area.code, area.path, *names, lng, lat) for lng, lat in spots[area.code]]
    return District({name: places for name, places in found.items() if places}, people())


def _in_turn(grids: list[Any]) -> Iterator[Any]:
    """One of each street after the other, and of its communities: few rows are still everywhere."""
    communities = defaultdict(list)
    for area in grids:
        communities[area.parent_code].append(area)
    streets = defaultdict(list)
    for inside in communities.values():
        streets[ancestors(inside[0].path)[1]].append(inside)
    in_street = [[one for some in zip_longest(*inside) for one in some if one] for inside in streets.values()]
    for some in zip_longest(*in_street):
        yield from (one for one in some if one)


def people() -> dict[tuple[str, str], UUID]:
    query = select(RoleGrant.area_path, RoleGrant.role, RoleGrant.person_id).order_by(RoleGrant.id)
    query = query.where(RoleGrant.revoked_at.is_(None), RoleGrant.role.in_({*WORKERS} - {"volunteer"}))
    found: dict[tuple[str, str], UUID] = {}
    for path, role, person_id in db.session.execute(query):
        found.setdefault((path, role), person_id)
    return found


def lie(told: Told, district: District) -> Iterator[Ground]:
    """First those of the two grids whose workers can sign in, then one grid after the other."""
    number = 0
    for name, count in zip(HOMES, told.at_home, strict=True):
        places = district.grids.get(name, [])
        yield from places[: count if places else 0]
        number += min(count, len(places))
    others = [places for name, places in district.grids.items() if name not in HOMES]
    shift = sum(told.module.encode())
    for at in range(told.count - number):
        places = others[(at * 5 + shift) % len(others)]
        yield places[(at + shift) % len(places)]
