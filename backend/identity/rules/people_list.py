"""What a list of people says: its rows with their line numbers, and what is wrong with the others."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from backend.core.sheets.fault import Fault
from backend.core.sheets.header import plain
from backend.identity.rules.addresses import FIELDS
from backend.identity.rules.people_columns import HEADERS, LANGUAGES, REQUIRED, TRUTHS, roles_in, tidied, wrong


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the list names it; areas are still what the list calls them, by code or by name."""

    line: int
    name: str
    phone: str
    area_code: str
    #: the community to look in, where grids of several have one name
    within: str
    #: None where the list does not say
    language: str | None
    username: str | None
    roles: tuple[str, ...]
    role_area_code: str
    #: None where the list does not say
    is_lead: bool | None
    #: channel → what it calls him; only what the list says
    addresses: Mapping[str, str]
    lng_wgs84: float | None
    lat_wgs84: float | None


def read(text: str, *, at_most: int | None = None) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV; what comes after `at_most` of them is not looked at."""
    lines = _lines(text)
    try:
        header_line, header = next(lines, (1, []))
        columns = [_column(cell) for cell in header]
        if fault := _header_fault(header_line, columns, header):
            return [], [fault]
        return listed(columns, islice(lines, at_most))
    except csv.Error as error:
        return [], [Fault(1, None, "identity.import_unreadable", {"reason": str(error)})]


def listed(columns: Sequence[str], lines: Iterable[tuple[int, list[str]]]) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and the faults of the others."""
    read_rows = [_row(line, tidied(dict(zip(columns, cells, strict=False)))) for line, cells in lines]
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
    said = plain(cell)
    return next((column for column, words in HEADERS.items() if said in map(plain, words)), f"? {cell}")


def _header_fault(line: int, columns: list[str], header: list[str]) -> Fault | None:
    lacking = [column for column in REQUIRED if column not in columns]
    if "within" in columns and "area_code" in lacking:
        lacking.remove("area_code")
    wrongs = {
        "missing 缺少": lacking,
        "unknown 未知": [cell for cell, column in zip(header, columns, strict=True) if column.startswith("?")],
        "twice 重复": sorted({column for column in columns if columns.count(column) > 1}),
    }
    reason = "; ".join(f"{what}: {', '.join(which)}" for what, which in wrongs.items() if which)
    return Fault(line, None, "identity.import_unreadable", {"reason": reason}) if reason else None


def _row(line: int, cells: dict[str, str]) -> tuple[Row | None, list[Fault]]:
    faults = [Fault(line, column, code) for column, code in wrong(cells)]
    if faults:
        return None, faults
    lng, lat = cells.get("lng_wgs84"), cells.get("lat_wgs84")
    row = Row(
        line=line,
        name=cells["name"],
        phone=cells["phone"],
        area_code=cells["area_code"],
        within=cells.get("within", ""),
        language=LANGUAGES.get(cells.get("language", "").lower()),
        username=cells.get("username") or None,
        roles=tuple(role for role in roles_in(cells.get("role", "")) if role),
        role_area_code=cells.get("role_area_code") or cells["area_code"],
        is_lead=TRUTHS.get(cells.get("is_lead", "").lower()),
        addresses={channel: cells[field] for channel, field in FIELDS.items() if cells.get(field)},
        lng_wgs84=float(lng) if lng else None,
        lat_wgs84=float(lat) if lat else None,
    )
    return row, []


def _repeated(rows: list[Row]) -> list[Fault]:
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        keys = {("phone", row.name, row.phone)} | ({("username", row.username.lower())} if row.username else set())
        keys |= {(FIELDS[channel], address) for channel, address in row.addresses.items()}
        for key in sorted(keys):
            first = seen.setdefault(key, row.line)
            if first != row.line:
                faults.append(Fault(row.line, key[0], "identity.import_repeated", {"first": first}))
    return faults
