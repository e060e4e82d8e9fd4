"""The areas in force as readings need them: what is above, beside and below, and which can have a figure."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from backend.areas.rules import levels, validity
from backend.indicators.rules.definition import Definition


class Node(NamedTuple):
    code: str
    level: str
    parent: str | None
    path: str


class Tree:
    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.code: node for node in nodes}
        self._children: dict[str | None, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            self._children[node.parent].append(node)
        self._with_park = {node.parent for node in self.nodes.values() if node.level == levels.PARK}

    def children(self, code: str) -> list[Node]:
        return self._children[code]

    def beside(self, code: str) -> list[Node]:
        """Under the same parent, itself among them."""
        return self._children[self.nodes[code].parent]

    def siblings(self, code: str) -> list[Node]:
        """Those of the same level."""
        return [node for node in self.beside(code) if node.level == self.nodes[code].level]

    def parts(self, definition: Definition, code: str) -> list[Node]:
        """The areas just below that can have a figure of the indicator."""
        return [node for node in self._children[code] if self.has(definition, node)]

    def has(self, definition: Definition, node: Node) -> bool:
        if not definition.is_had_by(node.level):
            return False
        # What only parks have, a street without a park has not.
        return definition.lowest != levels.PARK or node.level != levels.STREET or node.code in self._with_park


class Lived(NamedTuple):
    """An area, also one that is no more, and what became of it."""

    code: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successor: str | None

    def still(self) -> "Lived":
        """Its end has not come yet."""
        return self._replace(valid_to=None, successor=None)


class History:
    """What wholes were made of on an earlier day, in the codes of today."""

    def __init__(self, areas: Iterable[Lived]) -> None:
        self._all = {one.code: one for one in areas}
        ends = {one.valid_to for one in self._all.values() if one.valid_to is not None}
        #: since the last one nothing has moved; between two of these days nothing changes
        self._days = sorted({*ends, *(one.valid_from for one in self._all.values())} if ends else ())
        self._last = max(ends, default=date.min)
        self._known: dict[tuple[str, int], bool] = {}

    def is_as_now(self, whole: str, on: date) -> bool:
        """Had it the parts that it has today? Else its figure of that day cannot be made of them."""
        if on >= self._last:
            return True
        begun = bisect_right(self._days, on)
        if (whole, begun) not in self._known:
            self._known[whole, begun] = self._compared(whole, on)
        return self._known[whole, begun]

    def _compared(self, whole: str, on: date) -> bool:
        then = [one for one in self._all.values() if validity.is_in_force(one.valid_from, one.valid_to, on)]
        now_called = {one.code: self._now(one.code) for one in then}
        own = [code for code, now in now_called.items() if now == whole]
        if len(own) != 1:
            return False
        parts = Counter(now_called[one.code] for one in then if one.parent == own[0])
        # One that began since then, and followed nobody, has nothing of that day.
        today = {one.code for one in self._all.values() if one.parent == whole and one.valid_to is None}
        came = set(now_called.values())
        return all(count == 1 for count in parts.values()) and set(parts) == {one for one in today if one in came}

    def _now(self, code: str) -> str:
        return validity.chain(code, lambda one: self._all[one].successor if one in self._all else None)[-1]
