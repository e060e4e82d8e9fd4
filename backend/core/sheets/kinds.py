"""What a file is, by its bytes: its name and its declared type are a stranger's word."""

import io
import zipfile
from typing import Literal

from backend.core.errors import refuse

Kind = Literal["workbook", "text"]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How an .xlsx behind a password names its content: it is an OLE file then, like an old .xls.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: Sheets that people keep unpack to a few megabytes. The headers of a zip may lie: the reader's memory is capped, too.
UNPACKED = 64 * 1024 * 1024
ENTRIES = 1_000
MANIFEST = "META-INF/manifest.xml"


def kind_of(data: bytes, *, unpacked: int = UNPACKED) -> Kind:
    """Refuses what is empty, locked, too large once unpacked, or no table at all."""
    if not data.strip():
        refuse("sheet.empty")
    if data.startswith(ZIP):
        _check_zip(data, unpacked)
        return "workbook"
    if data.startswith(OLE):
        if ENCRYPTED in data:
            refuse("sheet.encrypted")
        return "workbook"
    if _is_binary(data) or data.lstrip()[:1] in {b"<", b"{", b"["} or data.startswith(b"%PDF"):
        refuse("sheet.unknown_kind")
    return "text"


def _check_zip(data: bytes, unpacked: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > unpacked:
                refuse("sheet.too_large")
            names = set(packed.namelist())
            locked = MANIFEST in names and b"encryption-data" in packed.read(MANIFEST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        refuse("sheet.unreadable")
    if locked or any(entry.flag_bits & 1 for entry in entries):
        refuse("sheet.encrypted")
    if not names & {"[Content_Types].xml", "content.xml"}:
        refuse("sheet.unknown_kind")


def _is_binary(data: bytes) -> bool:
    """A text has no NUL, unless it is the UTF-16 that Excel saves as Unicode text."""
    return b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
