"""Reads a workbook from standard input in a process of its own, whose memory and time are capped; prints JSON.

A hostile file may name a cell in the last column of the last row, or unpack to far more than its zip declares: what
dies of it is this process and never a web process with everybody's requests. Formulas and macros are never run: the
values that the writer kept beside them are read.
"""

import io
import json
import sys
from contextlib import suppress

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from backend.core.sheets.cells import text_of

with suppress(ImportError):  # no such limits on Windows, where nobody runs the server
    import resource

MEMORY = 768 * 1024 * 1024
SECONDS = 15

#: exit statuses, read by core.sheets.read
UNREADABLE, ENCRYPTED = 3, 4


def main(rows: int, sheets: int) -> int:
    _cap()
    data = io.BytesIO(sys.stdin.buffer.read())
    try:
        book = CalamineWorkbook.from_filelike(data)
        shown = [about.name for about in book.sheets_metadata if about.visible == SheetVisibleEnum.Visible]
        found = [{"name": name, "rows": _rows(book.get_sheet_by_name(name), rows)} for name in shown[:sheets]]
    except PasswordError:
        return ENCRYPTED
    except (CalamineError, OSError, ValueError):
        return UNREADABLE
    sys.stdout.write(json.dumps(found))
    return 0


def _cap() -> None:
    with suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(sheet: CalamineSheet, at_most: int) -> list[tuple[int, list[str]]]:
    """Rows that are not blank with their numbers as Excel counts them; one more than `at_most` at the end."""
    if sheet.start is None:
        return []
    found = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [text_of(cell) for cell in cells]
        if any(texts):
            found.append((number, texts))
        if len(found) > at_most:
            break
    return found


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
