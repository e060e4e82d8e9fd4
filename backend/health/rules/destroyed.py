"""The hash of a destruction: over how many of each kind, which ones, and the record before."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import orjson


def digest(at: datetime, counts: Mapping[str, int], ids: Mapping[str, Iterable[str]], previous: bytes | None) -> bytes:
    """The ids themselves are forgotten; who has one from elsewhere can still not show that it was there."""
    said = {
        "at": at.astimezone(UTC).isoformat(),
        "counts": dict(sorted(counts.items())),
        "ids": {
            kind: hashlib.sha256("\n".join(sorted(some)).encode()).hexdigest() for kind, some in sorted(ids.items())
        },
        "previous": previous.hex() if previous else None,
    }
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()
