"""Where the people of a list belong and where their roles hold: areas by code or by name, inside the own subtree."""

from dataclasses import dataclass

from backend.areas.queries import current, places
from backend.areas.rules.paths import covers
from backend.areas.rules.places import Place
from backend.core.http.actor import Actor
from backend.core.sheets.fault import Fault
from backend.identity.rules.people_list import Row
from backend.identity.rules.roles import KEEPS_ACCOUNTS

#: How many areas of one name a fault lists before it says "…".
NAMED = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its areas."""

    row: Row
    home: Place
    role_area: Place


def place(actor: Actor, rows: list[Row]) -> tuple[list[Placed], list[Fault]]:
    """The rows whose areas are known and the actor's own, and the faults of the others."""
    areas = _Areas(actor)
    placed: list[Placed] = []
    faults: list[Fault] = []
    for row in rows:
        home = areas.one(row, "area_code")
        there = home if row.role_area_code == row.area_code else areas.one(row, "role_area_code")
        if isinstance(home, Place) and isinstance(there, Place):
            placed.append(Placed(row, home, there))
        else:
            # One cell is one fault, also where it stands for both.
            wrong = (home,) if there is home else (home, there)
            faults += [found for found in wrong if isinstance(found, Fault)]
    return placed, faults


class _Areas:
    """Which area each word of the list means, looked for once per word."""

    def __init__(self, actor: Actor) -> None:
        self.own = actor.paths_as(KEEPS_ACCOUNTS)
        self.places = places(self.own)
        self._found: dict[tuple[str, str], list[Place]] = {}

    def one(self, row: Row, column: str) -> Place | Fault:
        within = row.within if column == "area_code" else ""
        if within and not self._find(within, ""):
            return Fault(row.line, "within", "identity.area_unknown")
        found = self._find(getattr(row, column), within)
        if not found:
            return Fault(row.line, column, "identity.area_unknown")
        if len(found) > 1:
            names = ", ".join(f"{place.name_zh} {place.code}" for place in found[:NAMED])
            candidates = names + (" …" if len(found) > NAMED else "")
            return Fault(row.line, column, "identity.area_ambiguous", {"candidates": candidates})
        if not any(covers(path, found[0].path) for path in self.own):
            return Fault(row.line, column, "identity.outside_subtree")
        return found[0]

    def _find(self, said: str, within: str) -> list[Place]:
        if (said, within) not in self._found:
            self._found[said, within] = self.places.find(said, within) or _by_code(said)
        return self._found[said, within]


def _by_code(said: str) -> list[Place]:
    """A former code is what succeeded it, also where that lies outside."""
    area = current(said)
    return [Place(area.code, area.path, area.name_zh, area.name_en)] if area else []
