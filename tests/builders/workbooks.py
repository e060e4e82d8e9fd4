"""Makes tables as people upload them: .xlsx, .ods and old .xls, good ones and hostile ones."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
SECTOR = 512
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"/></manifest:manifest>'
)
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def xlsx(sheets: dict[str, Rows], *, title: str | None = None, hidden: Sequence[str] = ()) -> bytes:
    """`title` is merged over the first row of every sheet."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if title:
            sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title)
        for number, row in enumerate(rows, start=1 if title else 0):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return kept.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same zip with other bytes in its entries."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return kept.getvalue()


def ods(rows: Rows) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Sheet1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return kept.getvalue()


def xls(rows: Rows) -> bytes:
    """Excel 97: one sheet of BIFF8 records in an OLE file."""
    cells = b"".join(
        _cell(number, at, cell) for number, row in enumerate(rows) for at, cell in enumerate(row) if cell != ""
    )
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0xA)
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    name = "Sheet1".encode("utf-16-le")
    bound = struct.pack("<IBBBB", len(begin) + 4 + 8 + len(name) + 4, 0, 0, 6, 1) + name
    return ole("Workbook", begin + _record(0x85, bound) + _record(0xA) + sheet)


def _cell(row: int, column: int, value: Any) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, where + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, where + struct.pack("<d", value))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def ole(stream: str, content: bytes) -> bytes:
    """A compound file of one stream, large enough to live in sectors of its own."""
    padded = content.ljust(4096, b"\0")
    padded += b"\0" * (-len(padded) % SECTOR)
    sectors = len(padded) // SECTOR
    fat = [0xFFFFFFFD, END, *(at + 1 for at in range(2, sectors + 1)), END]
    entries = _entry("Root Entry", 5, child=1) + _entry(stream, 2, start=2, size=len(padded)) + _entry("", 0) * 2
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
        + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    )  # fmt: skip
    return head + struct.pack("<128I", *(fat + [FREE] * (128 - len(fat)))) + entries + padded


def _entry(name: str, kind: int, *, child: int = FREE, start: int = END, size: int = 0) -> bytes:
    spelt = name.encode("utf-16-le")
    length = len(spelt) + 2 if name else 0
    return (
        spelt.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child) + b"\0" * 36
        + struct.pack("<IQ", start if kind == 2 else END, size)
    )  # fmt: skip
