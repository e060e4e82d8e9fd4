"""Rows as a file to be taken away: CSV that Excel opens as it is, or a workbook."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from backend.core.sheets.write import HEAD, TEXT

Cell = str | int | float | None

#: By it Excel knows UTF-8.
MARK = "\ufeff"
#: A cell that begins like this would be calculated by whoever opens the file.
CALCULATES = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (MARK + kept.getvalue()).encode()


def xlsx_of(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Row by row: a hundred thousand of them need no more memory than the file."""
    kept = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet, bold, text = book.add_worksheet(name), book.add_format(HEAD), book.add_format(TEXT)
    for at, title in enumerate(head):
        sheet.set_column(at, at, min(WIDEST, max(10, len(title.encode("gb18030", "replace")) + 6)))
        sheet.write_string(0, at, title, bold)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell, text)
            elif cell is not None:
                sheet.write_number(number, at, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return kept.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Numbers stay numbers, also below zero."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(CALCULATES) else cell
