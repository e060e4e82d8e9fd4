"""Writing a workbook to be filled in: headers with their notes, an example, values to choose from."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "Microsoft YaHei", "font_size": 11, "valign": "vcenter"}
HEAD = {**FONT, "bold": True, "bg_color": "#0B3B60", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
NEEDED = {**HEAD, "bg_color": "#B3261E"}
EXAMPLE = {**FONT, "italic": True, "font_color": "#6B6B6B"}
#: A text, so that no program makes 1.99E+10 of a phone number.
TEXT = {**FONT, "num_format": "@"}
ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be filled in."""

    title: str
    example: str = ""
    note: str = ""
    width: int = 16
    needed: bool = False
    choices: Sequence[str] = field(default=())


def form(name: str, columns: Sequence[Column], *, legend: tuple[str, Sequence[Sequence[str]]]) -> bytes:
    """A sheet to fill in, and a second one to look things up in: (its name, its rows with their header)."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False})
    _fill_in(book, book.add_worksheet(name), columns)
    _look_up(book, book.add_worksheet(legend[0]), legend[1])
    book.close()
    return kept.getvalue()


def _fill_in(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    head, needed, example, text = (book.add_format(look) for look in (HEAD, NEEDED, EXAMPLE, TEXT))
    sheet.set_row(0, 28)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, text)
        sheet.write_string(0, at, column.title, needed if column.needed else head)
        sheet.write_string(1, at, column.example, example)
        if column.note:
            sheet.write_comment(0, at, column.note, {"x_scale": 2, "font_size": 10})
        if column.choices:
            # A warning and not a stop: a cell may name two roles.
            choices = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(1, at, ROWS, at, choices)
    sheet.freeze_panes(1, 0)


def _look_up(book: Workbook, sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    head, text = book.add_format(HEAD), book.add_format(TEXT)
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            sheet.write_string(number, at, cell, head if number == 0 else text)
    for at in range(len(rows[0])):
        sheet.set_column(at, at, max(len(row[at].encode("gb18030")) for row in rows) + 4)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
