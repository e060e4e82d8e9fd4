"""What a list of workers says: its lines, and what is wrong with the others."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from backend.core.sheets.fault import Fault

HEADERS = {
    "name": ("姓名", "工人姓名", "name", "worker"),
    "phone": ("手机号", "电话", "联系电话", "phone", "mobile"),
    "trade": ("工种", "岗位", "trade", "job"),
}
PHONE = re.compile(r"\+?[0-9]{5,24}")
BETWEEN_DIGITS = re.compile(r"[\s()()–-]")
LONGEST = 80
MOST = 2_000


class Row(NamedTuple):
    line: int
    name: str
    phone: str
    trade: str


def phone_of(said: str) -> str:
    plain = BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", said))
    return plain.removeprefix("+86") if len(plain) == 14 else plain


def read(columns: Sequence[str | None], lines: Iterable[tuple[int, Sequence[str]]]) -> tuple[list[Row], list[Fault]]:
    """The rows in order, and the faults of the others; who stands there twice counts once."""
    rows: dict[tuple[str, str], Row] = {}
    faults: list[Fault] = []
    for line, cells in lines:
        said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
        row = Row(line, said.get("name", ""), phone_of(said.get("phone", "")), said.get("trade", "")[:LONGEST])
        if not row.name or len(row.name) > LONGEST:
            faults.append(Fault(line, "name", "site.worker_name"))
        elif not PHONE.fullmatch(row.phone):
            faults.append(Fault(line, "phone", "site.worker_phone"))
        else:
            rows.setdefault((row.name, row.phone), row)
    return list(rows.values()), faults
