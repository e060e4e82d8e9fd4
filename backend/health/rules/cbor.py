"""CBOR from strangers: measured before it is decoded, so that nothing deep, endless or doubtful is opened at all."""

from typing import Any

import cbor2

from backend.health.rules.wire import Unreadable

MOST_DEEP = 12
MOST_ITEMS = 1_000
#: text dates, seconds, COSE_Sign1, CWT: what standards put into such codes
TAGS = frozenset({0, 1, 18, 61})
_INDEFINITE = 31
_BREAK = 0xFF


def loads(data: bytes) -> Any:
    """One item and nothing behind it."""
    if _Measure(data).item(0, 0) != len(data):
        raise Unreadable("cbor")
    try:
        return cbor2.loads(data)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as error:
        raise Unreadable("cbor") from error


def dumps(value: Any) -> bytes:
    return cbor2.dumps(value)


class _Measure:
    """Walks over the items without building any."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MOST_ITEMS

    def item(self, at: int, depth: int) -> int:
        """Where the item that begins here ends."""
        self._left -= 1
        if depth > MOST_DEEP or self._left < 0:
            raise Unreadable("cbor")
        major, info, argument, at = self._head(at)
        if major in {0, 1}:
            return at if info != _INDEFINITE else self._refuse()
        if major in {2, 3}:
            # No issuer sends text in pieces, and not every browser's reader takes them.
            return self._skip(at, argument) if info != _INDEFINITE else self._refuse()
        if major in {4, 5}:
            return self._members(at, depth, major, argument if info != _INDEFINITE else None)
        if major == 6:
            return self.item(at, depth + 1) if argument in TAGS and info != _INDEFINITE else self._refuse()
        # false, true, null, undefined, and floats; other simple values mean nothing to anybody
        return at if info in {20, 21, 22, 23, 25, 26, 27} else self._refuse()

    def _head(self, at: int) -> tuple[int, int, int, int]:
        first = self._byte(at)
        major, info = first >> 5, first & 31
        if info < 24 or info == _INDEFINITE:
            return major, info, info, at + 1
        if info > 27:
            self._refuse()
        size = 1 << (info - 24)
        end = self._skip(at + 1, size)
        return major, info, int.from_bytes(self._data[at + 1 : end]), end

    def _members(self, at: int, depth: int, major: int, count: int | None) -> int:
        width = 2 if major == 5 else 1
        if count is not None:
            if count > MOST_ITEMS:
                self._refuse()
            for _ in range(count * width):
                at = self.item(at, depth + 1)
            return at
        while self._byte(at) != _BREAK:
            for _ in range(width):
                at = self.item(at, depth + 1)
        return at + 1

    def _skip(self, at: int, size: int) -> int:
        return at + size if at + size <= len(self._data) else self._refuse()

    def _byte(self, at: int) -> int:
        return self._data[at] if at < len(self._data) else self._refuse()

    def _refuse(self) -> Any:
        raise Unreadable("cbor")
