"""What a CSV of people says: its columns under either language's headers, its rows with their line numbers."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from backend.identity.rules.roles import named

#: column → what the header may say. Only the first three must be there; an empty cell is a missing value.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "姓名"),
    "phone": ("phone", "mobile", "手机号", "手机", "电话", "联系电话"),
    "area_code": ("area_code", "area", "区划代码", "所属区划代码", "网格代码"),
    "language": ("language", "语言"),
    "username": ("username", "用户名", "账号"),
    "role": ("role", "角色"),
    "role_area_code": ("role_area_code", "角色区划代码", "授权区划代码"),
    "is_lead": ("is_lead", "lead", "负责人", "是否负责人"),
    "lng_wgs84": ("lng_wgs84", "经度", "经度wgs84"),
    "lat_wgs84": ("lat_wgs84", "纬度", "纬度wgs84"),
}
REQUIRED = ("name", "phone", "area_code")

PHONE = re.compile(r"\+?[0-9][0-9 -]{4,23}")
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{2,63}")
LANGUAGES = {"": "zh-CN", "zh-cn": "zh-CN", "zh": "zh-CN", "中文": "zh-CN", "en": "en", "english": "en", "英文": "en"}
NO, YES = ("", "0", "no", "false", "否"), ("1", "yes", "true", "是")
TRUTHS = dict.fromkeys(NO, False) | dict.fromkeys(YES, True)
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line of the file (its first is 1), by a code of the catalogue."""

    line: int
    column: str | None
    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the list names it."""

    line: int
    name: str
    phone: str
    area_code: str
    language: str
    username: str | None
    role: str | None
    role_area_code: str
    is_lead: bool
    lng_wgs84: float | None
    lat_wgs84: float | None


def read(text: str, *, at_most: int | None = None) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and the faults of the others; what comes after `at_most` of them is not looked at."""
    lines = _lines(text)
    try:
        header_line, header = next(lines, (1, []))
        columns = [_column(cell) for cell in header]
        if fault := _header_fault(header_line, columns, header):
            return [], [fault]
        read_rows = [_row(line, dict(zip(columns, cells, strict=False))) for line, cells in islice(lines, at_most)]
    except csv.Error as error:
        return [], [Fault(1, None, "identity.import_unreadable", {"reason": str(error)})]
    rows = [row for row, _ in read_rows if row is not None]
    faults = [fault for _, found in read_rows for fault in found]
    return rows, faults + _repeated(rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
        begins = reader.line_num + 1


def _column(cell: str) -> str:
    said = cell.strip().lower().replace(" ", "_")
    return next((column for column, words in HEADERS.items() if said in words), f"? {cell}")


def _header_fault(line: int, columns: list[str], header: list[str]) -> Fault | None:
    wrong = {
        "missing 缺少": [column for column in REQUIRED if column not in columns],
        "unknown 未知": [cell for cell, column in zip(header, columns, strict=True) if column.startswith("?")],
        "twice 重复": sorted({column for column in columns if columns.count(column) > 1}),
    }
    reason = "; ".join(f"{what}: {', '.join(which)}" for what, which in wrong.items() if which)
    return Fault(line, None, "identity.import_unreadable", {"reason": reason}) if reason else None


def _row(line: int, cells: dict[str, str]) -> tuple[Row | None, list[Fault]]:
    faults = [Fault(line, column, code) for column, code in _wrong(cells)]
    if faults:
        return None, faults
    role = cells.get("role")
    lng, lat = cells.get("lng_wgs84"), cells.get("lat_wgs84")
    row = Row(
        line=line,
        name=cells["name"],
        phone=cells["phone"],
        area_code=cells["area_code"],
        language=LANGUAGES[cells.get("language", "").lower()],
        username=cells.get("username") or None,
        role=named(role) if role else None,
        role_area_code=cells.get("role_area_code") or cells["area_code"],
        is_lead=TRUTHS[cells.get("is_lead", "").lower()],
        lng_wgs84=float(lng) if lng else None,
        lat_wgs84=float(lat) if lat else None,
    )
    return row, []


def _wrong(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    filled = {column for column, cell in cells.items() if cell and not (column == "is_lead" and cell.lower() in NO)}
    needed = set(REQUIRED)
    for column, others in NEEDS.items():
        if column in filled:
            needed |= others
    yield from ((column, "identity.import_missing") for column in sorted(needed - filled))
    for column, fits in CHECKS.items():
        if column in filled and not fits(cells[column]):
            yield column, "identity.import_value"


#: What a filled column needs beside it.
NEEDS = {"lng_wgs84": {"lat_wgs84"}, "lat_wgs84": {"lng_wgs84"}, "role_area_code": {"role"}, "is_lead": {"role"}}


def _between(low: float, high: float, text: str) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


CHECKS: dict[str, Callable[[str], bool]] = {
    "name": lambda text: len(text) <= LONGEST,
    "phone": lambda text: bool(PHONE.fullmatch(text)),
    "language": lambda text: text.lower() in LANGUAGES,
    "username": lambda text: bool(USERNAME.fullmatch(text)),
    "role": lambda text: named(text) is not None,
    "is_lead": lambda text: text.lower() in TRUTHS,
    "lng_wgs84": lambda text: _between(-180, 180, text),
    "lat_wgs84": lambda text: _between(-90, 90, text),
}


def _repeated(rows: list[Row]) -> list[Fault]:
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        keys = {("phone", row.name, row.phone)} | ({("username", row.username.lower())} if row.username else set())
        for key in sorted(keys):
            first = seen.setdefault(key, row.line)
            if first != row.line:
                faults.append(Fault(row.line, key[0], "identity.import_repeated", {"first": first}))
    return faults
