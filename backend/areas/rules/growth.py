"""How a list lets the tree grow below an area: which rows are new, where each stands, which code it gets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from backend.areas.rules import levels, paths
from backend.areas.rules.area_columns import level_of
from backend.areas.rules.area_list import Listed
from backend.areas.rules.numbering import next_code
from backend.areas.rules.places import Place, Places, key
from backend.core.sheets.fault import Fault

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Node:
    """An area as it is, or as it will be."""

    code: str
    path: str
    level: str
    name_zh: str
    name_en: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Grown:
    line: int
    outcome: Outcome
    node: Node


class Growth:
    """`nodes` are the areas in force below `root` and itself; `used` are all codes that there are or were."""

    def __init__(self, root: Node, nodes: Iterable[Node], used: Iterable[str]) -> None:
        self.root = root
        self.nodes = {node.code: node for node in nodes}
        self.used = set(used)
        self.faults: list[Fault] = []
        self.grown: list[Grown] = []
        self._seen: dict[str, int] = {}
        self._places = Places(Place(n.code, n.path, n.name_zh, n.name_en) for n in self.nodes.values())
        self._fresh: dict[str, list[Node]] = defaultdict(list)
        self._children: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            self._children[node.parent_code or ""].append(node)

    def take(self, rows: list[Listed], *, make_parents: bool) -> None:
        waiting = self._parents_made(rows) + rows if make_parents else rows
        while waiting:
            names = _names(waiting)
            ready: list[Listed] = []
            later: list[Listed] = []
            for row in waiting:
                waits = key(row.parent) in names and key(row.parent) != key(row.name_zh) and not self._above(row)
                (later if waits else ready).append(row)
            # Rows that wait for each other hang from nothing.
            for row in ready or later:
                self._take_one(row)
            waiting = later if ready else []

    def _parents_made(self, rows: list[Listed]) -> list[Listed]:
        """A sheet of grids that names their communities beside them, and has no rows for these."""
        listed = _names(rows)
        missing: dict[str, Listed] = {}
        for row in rows:
            if row.parent and not self._above(row) and key(row.parent) not in listed:
                missing.setdefault(key(row.parent), Listed(row.line, row.parent, "", "", "", ""))
        return list(missing.values())

    def _above(self, row: Listed) -> list[Node]:
        if not row.parent:
            return [self.root]
        if row.parent in self.nodes:
            return [self.nodes[row.parent]]
        known = [self.nodes[place.code] for place in self._places.find(row.parent)]
        found = {node.code: node for node in [*known, *self._fresh.get(key(row.parent), [])]}
        return [node for node in found.values() if node.level != levels.GRID]

    def _take_one(self, row: Listed) -> None:
        above = self._above(row)
        if len(above) != 1:
            names = ", ".join(f"{node.name_zh} {node.code}" for node in above[:4])
            code = "area.import_parent_ambiguous" if above else "area.import_parent_unknown"
            self._fault(row, "parent", code, **({"candidates": names} if above else {}))
            return
        parent = above[0]
        level = level_of(row.level, row.name_zh, parent.level)
        if level is None or not levels.fits(level, parent.level):
            self._fault(row, "level", "area.level_does_not_fit")
            return
        first = self._seen.setdefault(f"{parent.code} {key(row.name_zh)}", row.line)
        if first != row.line:
            self._fault(row, "name_zh", "area.import_repeated", first=first)
            return
        self._settle(row, parent, level)

    def _settle(self, row: Listed, parent: Node, level: str) -> None:
        """The area that the row means already, or a new one."""
        siblings = self._children[parent.code]
        same = next((one for one in siblings if row.code == one.code or key(one.name_zh) == key(row.name_zh)), None)
        if same is None:
            self._begin(row, parent, level)
        elif same.level != level or (row.code and row.code != same.code):
            self._fault(row, "code" if row.code else "level", "area.import_known_otherwise", area=same.code)
        else:
            after = replace(same, name_zh=row.name_zh, name_en=row.name_en or same.name_en)
            self._grow(row, "unchanged" if after == same else "updated", after)

    def _begin(self, row: Listed, parent: Node, level: str) -> None:
        siblings = [one.code for one in self._children[parent.code] if one.level == level]
        code = row.code or next_code(parent.code, level, self.used, siblings)
        if code is None:
            self._fault(row, "code", "area.codes_used_up")
        elif code in self.used:
            self._fault(row, "code", "area.code_taken")
        elif not code.startswith(parent.code) or code == parent.code:
            self._fault(row, "code", "area.import_code_outside", parent=parent.code)
        else:
            path = paths.join(parent.path, code)
            self._grow(row, "created", Node(code, path, level, row.name_zh, row.name_en or row.name_zh, parent.code))

    def _grow(self, row: Listed, outcome: Outcome, node: Node) -> None:
        if outcome == "created":
            self.used.add(node.code)
            self.nodes[node.code] = node
            self._fresh[key(node.name_zh)].append(node)
            self._children[node.parent_code or ""].append(node)
        self.grown.append(Grown(row.line, outcome, node))

    def _fault(self, row: Listed, column: str, code: str, **details: object) -> None:
        self.faults.append(Fault(row.line, column, code, details))


def _names(rows: list[Listed]) -> set[str]:
    return {name for row in rows for name in (key(row.name_zh), key(row.code)) if name}
