"""Which source an indicator is worked out of."""

from functools import lru_cache

from backend.indicators.queries.sources import cases, health, modules, orders, people
from backend.indicators.queries.sources.made import Source


@lru_cache(maxsize=1)
def by_name() -> dict[str, Source]:
    return {name: source for room in (cases, orders, people, health) for name, source in room.sources()}


def one(name: str) -> Source | None:
    return by_name().get(name) or modules.source(name)
