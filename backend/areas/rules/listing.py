"""What a CSV list of areas says, and line by line what is wrong with it."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.areas.rules import levels, validity

COLUMNS = ("code", "level", "name_zh", "name_en", "parent_code", "valid_from")
MAY_BE_LEFT_OUT = ("valid_to", "successor_code")
#: A dot would end the code in a path, a tilde would sort behind its subtree.
CODE = re.compile(r"[0-9A-Za-z]{2,20}")
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line of the file (the first is 1)."""

    line: int
    what: str
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One area as a list names it."""

    line: int
    code: str
    level: str
    name_zh: str
    name_en: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None = None
    successor_code: str | None = None


def read(text: str) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and the faults of the others."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restkey="too_much", restval="")
    header = lines.fieldnames or []
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in COLUMNS + MAY_BE_LEFT_OUT]
    if missing or unknown:
        return [], [
            Fault(1, f"columns missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}")
        ]
    rows, faults = [], []
    for cells in lines:
        try:
            rows.append(_row(lines.line_num, cells))
        except ValueError as problem:
            faults.append(Fault(lines.line_num, str(problem)))
    return rows, faults


def _row(line: int, given: Mapping[str, str]) -> Row:
    if "too_much" in given:
        raise ValueError("more cells than columns")
    cells = {name: value.strip() for name, value in given.items()}
    for name in ("code", "parent_code", "successor_code"):
        if cells.get(name) and not CODE.fullmatch(cells[name]):
            raise ValueError(f"{name} is 2 to 20 letters and digits: {cells[name]!r}")
    for name in ("code", "name_zh", "name_en", "valid_from"):
        if not cells[name] or len(cells[name]) > NAME_LENGTH:
            raise ValueError(f"{name} is empty or too long")
    if cells["level"] not in levels.LEVELS:
        raise ValueError(f"level is one of {', '.join(levels.LEVELS)}: {cells['level']!r}")
    begin, end = date.fromisoformat(cells["valid_from"]), cells.get("valid_to")
    return Row(
        line=line,
        code=cells["code"],
        level=cells["level"],
        name_zh=cells["name_zh"],
        name_en=cells["name_en"],
        parent_code=cells["parent_code"] or None,
        valid_from=begin,
        valid_to=date.fromisoformat(end) if end else None,
        successor_code=cells.get("successor_code") or None,
    )


def check(rows: Iterable[Row], known: Mapping[str, Row]) -> list[Fault]:
    """What is wrong with rows that are each readable: among themselves and beside the areas already known."""
    merged, faults = dict(known), []
    for row in rows:
        if row.code in merged and merged[row.code].line:
            faults.append(Fault(row.line, f"{row.code} stands already in line {merged[row.code].line}"))
        merged[row.code] = row
    for row in rows:
        faults += [Fault(row.line, what) for what in _wrong(row, merged, known.get(row.code))]
    return sorted(faults, key=lambda fault: fault.line)


def _wrong(row: Row, merged: Mapping[str, Row], before: Row | None) -> Iterable[str]:
    parent = merged.get(row.parent_code) if row.parent_code else None
    if row.parent_code and parent is None:
        yield f"parent {row.parent_code} is unknown"
    elif not levels.fits(row.level, parent.level if parent else None):
        yield f"a {row.level} cannot stand under {parent.level if parent else 'nothing'}"
    if before and (before.level, before.parent_code, before.valid_from) != (row.level, row.parent_code, row.valid_from):
        yield f"{row.code} is known with another level, parent or first day; a move is a succession"
    if row.valid_to and row.valid_to <= row.valid_from:
        yield "valid_to is not after valid_from"
    if row.successor_code and not row.valid_to:
        yield "only an area that has ended (valid_to) has a successor"
    if row.successor_code and row.successor_code not in merged:
        yield f"successor {row.successor_code} is unknown"
    elif row.successor_code and _ends_in_a_circle(row.code, merged):
        yield "the successors lead back to where they began"


def _ends_in_a_circle(code: str, merged: Mapping[str, Row]) -> bool:
    def successor(code: str) -> str | None:
        return merged[code].successor_code if code in merged else None

    return successor(validity.chain(code, successor)[-1]) is not None
