"""What a list of areas below one says: its rows with their line numbers, and what is wrong with the others."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.areas.rules.area_columns import LEVELS
from backend.areas.rules.listing import CODE, NAME_LENGTH
from backend.core.sheets.fault import Fault

TYPED = ("code", "level", "parent")


@dataclass(frozen=True, slots=True)
class Listed:
    """One area as the list names it; the parent is still what the list calls it."""

    line: int
    name_zh: str
    name_en: str
    level: str
    code: str
    parent: str


def listed(columns: Sequence[str], lines: Iterable[tuple[int, list[str]]]) -> tuple[list[Listed], list[Fault]]:
    rows, faults = [], []
    for line, cells in lines:
        said = _tidied(dict(zip(columns, cells, strict=False)))
        found = [Fault(line, column, code) for column, code in _wrong(said)]
        faults += found
        if not found:
            rows.append(Listed(line=line, **{name: said.get(name, "") for name in Listed.__slots__ if name != "line"}))
    return rows, faults


def _tidied(cells: dict[str, str]) -> dict[str, str]:
    found = {column: cell.strip() for column, cell in cells.items()}
    return found | {column: unicodedata.normalize("NFKC", found[column]) for column in TYPED if column in found}


def _wrong(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not cells.get("name_zh"):
        yield "name_zh", "area.import_missing"
    yield from (
        (column, "area.import_too_long")
        for column in ("name_zh", "name_en", "parent")
        if len(cells.get(column, "")) > NAME_LENGTH
    )
    if cells.get("code") and not CODE.fullmatch(cells["code"]):
        yield "code", "area.import_code"
    if cells.get("level") and cells["level"].lower() not in LEVELS:
        yield "level", "area.import_level"
