"""Numbers that are missing in a device's queue: when that means something, and how they are written."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

#: An answer that can be taken back, or a report that waits for its turn, leaves a gap for a while.
PATIENCE = timedelta(minutes=10)


class Span(Protocol):
    """Whole numbers from `lower` up to, and without, `upper`."""

    @property
    def lower(self) -> int | None: ...
    @property
    def upper(self) -> int | None: ...


def written(spans: Iterable[Span]) -> list[list[int]]:
    """Each gap by its first and its last number."""
    return [[span.lower or 1, (span.upper or 1) - 1] for span in spans]


def counted(spans: Iterable[Span]) -> int:
    return sum(last - first + 1 for first, last in written(spans))
