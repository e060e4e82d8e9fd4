"""Tables kept as text: whichever encoding Excel saved them in, whatever stands between the cells."""

import csv
import io
from contextlib import suppress
from itertools import islice

from backend.core.errors import refuse

#: GB18030 reads every GBK file there is, and fails on most that are neither.
ENCODINGS = ("utf-8-sig", "gb18030")
BETWEEN = (",", "\t", ";", "|")


def rows_of(data: bytes, *, at_most: int) -> list[tuple[int, list[str]]]:
    """Each record with the line on which it begins, the first is 1; one more than `at_most` at the end."""
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_between(text), strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in islice(reader, at_most + 1):
            found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        refuse("sheet.unreadable")
    return found


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ENCODINGS
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return refuse("sheet.unreadable")


def _between(text: str) -> str:
    """What stands most often in the first lines; a comma where nothing does."""
    start = "\n".join(text.splitlines()[:20])
    return max(BETWEEN, key=start.count)
