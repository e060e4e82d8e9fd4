"""Who still needs what was uploaded: asked of the floors above before anything is thrown away."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keeper:
    """What one domain needs, of what is asked: records whose uploads it still looks at, and photos it shows."""

    records: Callable[[Collection[UUID]], set[UUID]]
    photos: Callable[[Collection[str]], set[str]]


_keepers: list[Keeper] = []


def ask(keepers: Sequence[Keeper]) -> None:
    """Say once, at start, who is asked."""
    _keepers[:] = keepers


def records(ids: Collection[UUID]) -> set[UUID]:
    return {one for keeper in _keepers for one in keeper.records(ids)}


def photos(hashes: Collection[str]) -> set[str]:
    return {one for keeper in _keepers for one in keeper.photos(hashes)}
