"""Cursor paging: the next page starts after the last row, wherever new ones came in between."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.db import db
from backend.core.errors import refuse

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def page(
    query: Select[Any],
    *,
    by: Sequence[Column],
    cursor: str | None,
    limit: int,
    descending: bool = False,
    show: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """One page of `query`, ordered by the columns `by` (not null; together unique; also selected by the query).

    Returns {"items": rows, "next_cursor": opaque text or None}. Rows are entities or named tuples.
    """
    columns = list(by)
    if cursor is not None:
        after = tuple_(
            *[literal(value, column.type) for value, column in zip(_open(cursor, columns), columns, strict=True)]
        )
        here = tuple_(*columns)
        query = query.where(here < after if descending else here > after)
    ordered = query.order_by(*[column.desc() if descending else column.asc() for column in columns]).limit(limit + 1)
    rows = db.session.execute(ordered.add_columns(*[c.label(f"_by_{i}") for i, c in enumerate(columns)])).all()
    more = len(rows) > limit
    rows = rows[:limit]
    last = [getattr(rows[-1], f"_by_{i}") for i in range(len(columns))] if more else None
    width = len(query.selected_columns) if _is_plain(query) else 1
    items = [row[0] if width == 1 and not _is_plain(query) else row for row in rows]
    return {"items": [show(item) for item in items] if show else items, "next_cursor": _seal(last) if last else None}


def _is_plain(query: Select[Any]) -> bool:
    """Whether the query selects columns, or an entity with columns beside it, rather than one entity alone."""
    first, *others = query.column_descriptions
    return bool(others) or first.get("entity") is not first.get("expr")


def _seal(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _open(cursor: str, columns: list[Column]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            refuse("request.cursor")
        return [_typed(value, column.type.python_type) for value, column in zip(values, columns, strict=True)]
    except (binascii.Error, ValueError, TypeError):
        refuse("request.cursor")


def _typed(value: Any, kind: type) -> Any:
    if kind in {datetime, UUID} and not isinstance(value, str):
        raise TypeError(kind)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if not isinstance(value, kind):
        raise TypeError(kind)
    return value
