"""The areas in force as readings need them: what is above, beside and below, and which can have a figure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from backend.areas.rules import levels
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
