"""Where a phone stands in the feed: opaque to it, and worth nothing to anybody else."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

VERSION = 1
#: PostgreSQL's bigint
MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Everything up to this fact has been told. During a first load, `kind`, `page` and `loaded` say where it is."""

    scope: str
    xid: int
    seq: int = 0
    kind: int | None = None
    page: str | None = None
    #: rows of the kind that were given out so far
    loaded: int = 0


def scope_of(held: Iterable[tuple[str, str]]) -> str:
    """What somebody may see, in a few letters; another grant is another scope."""
    return hashlib.sha256(orjson.dumps(sorted(held))).hexdigest()[:16]


def seal(place: Place) -> str:
    said = [VERSION, place.scope, place.xid, place.seq, place.kind, place.page, place.loaded]
    return base64.urlsafe_b64encode(orjson.dumps(said)).decode().rstrip("=")


def unseal(cursor: str) -> Place | None:
    """None for what was not made here: its owner begins anew."""
    try:
        version, *said = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = Place(*said)
    except (ValueError, TypeError):
        return None
    return place if version == VERSION and _is_good(place) else None


def _is_good(place: Place) -> bool:
    numbers = (place.xid, place.seq, place.kind or 0, place.loaded)
    is_page = place.page is None or isinstance(place.page, str)
    return isinstance(place.scope, str) and is_page and all(_is_number(number) for number in numbers)


def _is_number(given: Any) -> bool:
    return type(given) is int and 0 <= given <= MOST
