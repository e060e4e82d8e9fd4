"""The bytes of a stream of server-sent events."""

from typing import Any

import orjson

PING = b": ping\n\n"
#: how long a browser's own reader waits before it asks again
RETRY_MS = 2_000
RESYNC = "resync"


def hint(kind: str, subject_id: str | None, seq: int | None, cursor: int | None) -> bytes:
    data = orjson.dumps({"kind": kind, "id": subject_id, "seq": seq}).decode()
    return _event("hint", data, cursor)


def resync(cursor: int | None) -> bytes:
    """Too much was missed to name it: pull everything."""
    return hint(RESYNC, None, None, cursor)


def hello(cursor: int) -> bytes:
    """The first event: from here on nothing is missed, also by whoever leaves before the first hint."""
    return f"retry: {RETRY_MS}\n".encode() + _event("hello", "{}", cursor)


def _event(name: str, data: str, cursor: int | None) -> bytes:
    where = "" if cursor is None else f"id: {cursor}\n"
    return f"{where}event: {name}\ndata: {data}\n\n".encode()


def cursor_of(last_event_id: str | None) -> Any:
    """The number a client came back with; None without one, or where it is none of ours."""
    given = (last_event_id or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
