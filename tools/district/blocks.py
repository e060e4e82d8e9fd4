"""What stands on a block: slabs that face south, towers, offices, old lanes or a school, all of them boxes."""

from dataclasses import dataclass
from math import cos, sin

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from tools.district import frame

#: what a block is used for, and how often
USES = {"homes": 0.42, "towers": 0.14, "offices": 0.11, "lanes": 0.21, "school": 0.04, "park": 0.08}
FLOOR = 3.1


@dataclass(frozen=True, slots=True)
class House:
    """A box: its middle, its sides, how it is turned against the clock, and its height; metres and radians."""

    x: float
    y: float
    length: float
    width: float
    angle: float
    height: float
    kind: str

    def turned(self, angle: float) -> "House":
        """Around the district's middle."""
        x, y = frame.turned((self.x, self.y), angle)
        return House(float(x), float(y), self.length, self.width, self.angle + angle, self.height, self.kind)

    def corners(self) -> list[tuple[float, float]]:
        ways = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        along, across = self.length / 2, self.width / 2
        spin = cos(self.angle), sin(self.angle)
        return [
            (
                self.x + a * along * spin[0] - b * across * spin[1],
                self.y + a * along * spin[1] + b * across * spin[0],
            )
            for a, b in ways
        ]

    def shape(self) -> Polygon:
        return Polygon(self.corners())


@dataclass(frozen=True, slots=True)
class Pattern:
    """How boxes are set: their sides, the room around each, their floors, and how many places stay empty."""

    kind: str
    length: tuple[float, float]
    width: tuple[float, float]
    apart: tuple[float, float]
    floors: tuple[int, int]
    empty: float


PATTERNS = {
    "homes": Pattern("home", (38, 56), (11, 14), (9, 17), (5, 12), 0.06),
    "towers": Pattern("home", (22, 30), (17, 21), (20, 26), (17, 33), 0.12),
    "offices": Pattern("office", (34, 52), (28, 44), (20, 24), (8, 46), 0.18),
    "lanes": Pattern("old", (9, 17), (8, 12), (3.5, 4.5), (2, 4), 0.10),
    "school": Pattern("public", (44, 62), (13, 16), (14, 30), (3, 6), 0.30),
}


def use_of(chance: np.random.Generator) -> str:
    return str(chance.choice(list(USES), p=list(USES.values())))


def fill(ground: BaseGeometry, use: str, chance: np.random.Generator) -> list[House]:
    """Row after row; what does not stand wholly on the ground is left out."""
    pattern = PATTERNS[use]
    tried = list(_rows(ground, pattern, chance))
    stands = np.asarray(shapely.contains(ground, [box(*_sides(house)) for house in tried]))
    return [house for house, fits in zip(tried, stands, strict=True) if fits]


def _rows(ground: BaseGeometry, pattern: Pattern, chance: np.random.Generator) -> list[House]:
    west, south, east, north = ground.bounds
    found: list[House] = []
    y = south + 3
    while y < north:
        depth = float(chance.uniform(*pattern.width))
        x = west + 3
        while x < east:
            length = float(chance.uniform(*pattern.length))
            if chance.uniform() >= pattern.empty:
                floors = int(chance.integers(pattern.floors[0], pattern.floors[1] + 1))
                at = (x + length / 2, y + depth / 2)
                found.append(House(*at, length, depth, 0.0, round(floors * FLOOR, 1), pattern.kind))
            x += length + pattern.apart[0]
        y += depth + pattern.apart[1]
    return found


def _sides(house: House) -> tuple[float, float, float, float]:
    along, across = house.length / 2, house.width / 2
    return house.x - along, house.y - across, house.x + along, house.y + across
