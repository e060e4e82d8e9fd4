"""Which source reads where: the names are those of `rules.sources`."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from backend.modules.queries.sources import isolations, sites
from backend.modules.queries.sources.record import Record


class Source(NamedTuple):
    #: every record that there is
    ids: Callable[[], list[UUID]]
    read: Callable[[Sequence[UUID]], list[Record]]


SOURCES: dict[str, Source] = {
    "site": Source(sites.ids, sites.read),
    "isolation": Source(isolations.ids, isolations.read),
}
