"""The lines of a list, whatever it came as: a workbook, text with something between the cells, or JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from backend.core.errors import refuse
from backend.core.sheets.cells import text_of
from backend.core.sheets.header import DEEPEST, fields_of, find
from backend.core.sheets.read import read
from backend.volunteers.rules import import_life
from backend.volunteers.rules.register_columns import HEADERS

#: A workbook of a hundred thousand lines unpacks to so much.
UNPACKED = 512 * 1024 * 1024
#: Where 志愿汇-shaped JSON keeps its people, how deep it may lie (P).
DEEP = 3

#: the line's number in the file, and its cells by column
Cells = tuple[int, dict[str, str]]


def lines_of(data: bytes, *, most: int = import_life.MOST_ROWS) -> Iterator[Cells]:
    """Refuses by name what is no list, or names no name, number and place."""
    if data.lstrip()[:1] in {b"[", b"{"}:
        return _of_json(data, most)
    sheet = max(read(data, rows=most, unpacked=UNPACKED), key=lambda one: len(one.rows))
    header = find([row.cells for row in sheet.rows[:DEEPEST]], HEADERS)
    _check(header.fields)
    return (
        (row.line, {field: cell for field, cell in zip(header.fields, row.cells, strict=False) if field})
        for row in sheet.rows[header.at + 1 :]
    )


def _of_json(data: bytes, most: int) -> Iterator[Cells]:
    try:
        people = _people(orjson.loads(data), DEEP)
    except orjson.JSONDecodeError:
        refuse("sheet.unreadable")
    if not people:
        refuse("sheet.empty")
    if len(people) > most:
        refuse("sheet.too_many", rows=most, columns=len(HEADERS))
    keys = sorted({key for one in people[:1_000] for key in one})
    named = {key: field for key, field in zip(keys, fields_of(keys, HEADERS), strict=True) if field}
    _check(list(named.values()))
    return (
        (no, {field: _cell(one.get(key)) for key, field in named.items()}) for no, one in enumerate(people, start=1)
    )


def _people(value: Any, deep: int) -> list[dict[str, Any]]:
    """The longest list of objects in it: answers wrap their data in {"code": 0, "data": {"list": […]}}."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if not isinstance(value, dict) or deep == 0:
        return []
    return max((_people(part, deep - 1) for part in value.values()), key=len, default=[])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(text_of(part) for part in value if not isinstance(part, list | dict))
    return "" if isinstance(value, dict) else text_of(value)


def _check(fields: Sequence[str | None]) -> None:
    lacking = [column for column in ("name", "phone") if column not in fields]
    if not {"grid", "community"} & set(fields):
        lacking.append("grid")
    if lacking:
        refuse("volunteer.columns", columns="、".join(HEADERS[column][1] for column in lacking))
