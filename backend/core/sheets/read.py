"""Reading a table that somebody uploads: .xlsx, .xls, .ods or text becomes rows of text."""

import subprocess
import sys
from dataclasses import dataclass

import orjson

import config
from backend.core.errors import refuse
from backend.core.sheets import delimited, workbook
from backend.core.sheets.cells import text_of
from backend.core.sheets.header import DEEPEST
from backend.core.sheets.kinds import UNPACKED, kind_of

ROWS = 5_000
COLUMNS = 40
SHEETS = 8
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank, numbered as the program that made the file numbers it; the first is 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[Line]


def read(data: bytes, *, rows: int = ROWS, unpacked: int = UNPACKED) -> list[Sheet]:
    """The sheets that have something in them."""
    at_most = rows + DEEPEST
    found = _workbook(data, at_most) if kind_of(data, unpacked=unpacked) == "workbook" else [_text(data, at_most)]
    sheets = [sheet for sheet in found if sheet.rows]
    if not sheets:
        refuse("sheet.empty")
    if any(len(sheet.rows) > at_most or _width(sheet) > COLUMNS for sheet in sheets):
        refuse("sheet.too_many", rows=rows, columns=COLUMNS)
    return sheets


def _width(sheet: Sheet) -> int:
    return max(len(row.cells) for row in sheet.rows)


def _text(data: bytes, at_most: int) -> Sheet:
    lines = ((line, [text_of(cell) for cell in cells]) for line, cells in delimited.rows_of(data, at_most=at_most))
    return Sheet("", [Line(line, _trimmed(cells)) for line, cells in lines if any(cells)])


def _workbook(data: bytes, at_most: int) -> list[Sheet]:
    command = [sys.executable, "-m", workbook.__name__, str(at_most), str(SHEETS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, cwd=config.ROOT, check=False)
    except subprocess.TimeoutExpired:
        refuse("sheet.too_large")
    if done.returncode == workbook.ENCRYPTED:
        refuse("sheet.encrypted")
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        refuse("sheet.too_large")
    if done.returncode:
        refuse("sheet.unreadable")
    return [
        Sheet(sheet["name"], [Line(line, _trimmed(cells)) for line, cells in sheet["rows"]])
        for sheet in orjson.loads(done.stdout)
    ]


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end that a program leaves where a format once was."""
    filled = [at for at, cell in enumerate(cells, start=1) if cell]
    return cells[: filled[-1]] if filled else []
