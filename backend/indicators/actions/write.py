"""Readings are written over what is kept: what says nothing new is left alone, what is corrected leaves its trace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db
from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.rules import periods
from backend.indicators.rules.reading import ROLL_UP, Key, New, Row

KEY = {"area_code": "text", "indicator": "text", "starts_at": "timestamptz"}
FIGURE = {
    **dict.fromkeys(("value", "numerator", "denominator"), "numeric"),
    "source": "text", "taken_at": "timestamptz", "received_at": "timestamptz",
}  # fmt: skip
KEPT = {**KEY, **FIGURE, "is_demo": "boolean", "revision": "int", "parts_in": "int", "parts_of": "int"}
TRACED = {
    **KEY, **FIGURE, "revision": "int", "superseded_at": "timestamptz", "by_value": "numeric", "by_source": "text",
    "by_person": "uuid", "reason": "text",
}  # fmt: skip


def _insert(table: str, columns: dict[str, str]) -> str:
    """One parameter a column, however many rows."""
    names = ", ".join(columns)
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - of the constants above


ANEW = ", ".join(f"{name} = excluded.{name}" for name in KEPT if name not in KEY)
PUT = f"{_insert('reading', KEPT)} ON CONFLICT (area_code, indicator, starts_at) DO UPDATE SET {ANEW}"
TRACE = _insert("reading_trace", TRACED)


class Correction(NamedTuple):
    key: Key
    before: str | None
    after: str | None


class Written(NamedTuple):
    """The keys that say something else now, and which of them were corrected."""

    changed: list[Key]
    corrected: list[Correction]


def write(given: Sequence[New], *, by: UUID | None, reason: str | None) -> Written:
    """Under the lock of `take`."""
    now = clock.now()
    before = readings.by_keys(one.key for one in given)
    new = [(one, old) for one in given if (old := before.get(one.key)) is None or _says_more(old, one)]
    over = [(one, old) for one, old in new if old is not None and _is_corrected(old, one, now)]
    late = {one.key for one, _ in over}
    rows = [_row(one, now, revision=(old.revision if old else 0) + (one.key in late)) for one, old in new]
    said = {"superseded_at": now, "by_person": by, "reason": reason}
    traces = [{**old._asdict(), **said, "by_value": one.figure.value, "by_source": one.source} for one, old in over]
    _put(PUT, KEPT, rows)
    _put(TRACE, TRACED, traces)
    corrected = [Correction(one.key, _text(old.value), _text(one.figure.value)) for one, old in over]
    return Written([one.key for one, _ in new], corrected)


def _says_more(old: Row, new: New) -> bool:
    if new.source == ROLL_UP:
        # What was said of the place itself stands over what its parts add up to.
        return old.source == ROLL_UP and (old.figure, old.taken_at, old.parts) != (new.figure, new.taken_at, new.parts)
    if old.source == new.source and new.taken_at < old.taken_at:
        return False
    return (old.figure, old.taken_at, old.source) != (new.figure, new.taken_at, new.source)


def _is_corrected(old: Row, new: New, now: datetime) -> bool:
    """A figure of a period that still runs is carried on; one that says the same of later is confirmed."""
    is_over = periods.end(reader.one(new.indicator).period, new.starts_at) <= now
    return is_over and old.figure != new.figure


def _row(one: New, now: datetime, *, revision: int) -> dict[str, Any]:
    return {**one.key._asdict(), **one.figure._asdict(), **one._asdict(), "received_at": now, "revision": revision}


def _put(statement: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(text(statement), {name: [row[name] for row in rows] for name in columns})


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
