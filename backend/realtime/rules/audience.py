"""Whom a hint concerns: paths that meet, or people by name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.areas.rules.paths import covers, outermost

#: What open screens follow; what else happened in a place is nobody's news.
NEWS = (
    "order.",
    "submission.",
    "receipt.",
    "help_call.",
    "ladder.",
    "door_knock.",
    "incident.",
    "message.",
    "gate.",
    "place.",
    "isolation.",
    "appeal.",
    "muster.",
    "activity.",
    "signup.",
    "site.",
    "campaign.",
    "paging.",
    "question.",
    "readings.",
    "cockpit.",
    "entity.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: the subtrees of his grants and his own."""

    paths: tuple[str, ...]

    def meets(self, paths: Iterable[str] | None) -> bool:
        """Whether one of the paths lies in a subtree of his, or above it; None means everywhere."""
        if paths is None:
            return True
        return any(covers(own, path) or covers(path, own) for path in paths for own in self.paths)


def place(grants: Collection[str], person_path: str) -> Place:
    return Place(tuple(outermost([*grants, person_path])))


@dataclass(frozen=True, slots=True)
class Hint:
    """What rang, as it came over the channel."""

    kind: str
    id: str
    seq: int
    #: None: everybody
    paths: tuple[str, ...] | None
    people: frozenset[UUID] = frozenset()
    #: the transaction to resume from; None: it moves nobody's
    cursor: int | None = None

    @property
    def is_news(self) -> bool:
        return self.kind.startswith(NEWS)
