"""The tables of a report as CSV: opened by a spreadsheet, in either language."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

STREET = ("area_code", "name_zh", "name_en", "people", "answered", "share", "places_due", "places_answered",
    "seconds_to_answered", "passed")  # fmt: skip
RECIPIENT = ("person_id", "name", "phone", "area_code", "area_name_zh", "role", "state", "answered_at", "channel",
    "accepted_at", "tries")  # fmt: skip


def streets(report: Mapping[str, Any]) -> bytes:
    return _table(STREET, report["score"]["streets"])


def recipients(rows: Iterable[Mapping[str, Any]], *, with_head: bool = True) -> bytes:
    """Without a head it goes on from the page before."""
    return _table(RECIPIENT, rows, with_head=with_head)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, with_head: bool = True) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if with_head:
        writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    # Without the mark, spreadsheets take Chinese for something else.
    return (b"\xef\xbb\xbf" if with_head else b"") + text.getvalue().encode()


def _cell(value: Any) -> Any:
    """What begins like a formula is a text all the same."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return "" if value is None else value
