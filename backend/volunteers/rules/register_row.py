"""One line of a list of volunteers: tidied, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.areas.rules.places import Place
from backend.volunteers.rules.words import skills_in, times_in

PHONE = re.compile(r"\+?[0-9]{5,24}")
BETWEEN_DIGITS = re.compile(r"[\s()()–-]")
EXTERNAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{2,39}")
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
LONGEST = 80
EARLIEST = date(1990, 1, 1)

#: A cell's area: where it is, or the code of a refusal with what fills its words.
Found = Place | tuple[str, dict[str, Any]]
Find = Callable[[str, str], Found]


@dataclass(slots=True)
class Line:
    """A line as it is kept while the list is judged; with faults it is not taken in."""

    no: int
    name: str
    phone: str
    external_id: str | None = None
    area_code: str | None = None
    area_path: str | None = None
    skills: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)
    consented_on: date | None = None
    #: [column, code of the refusal, what fills its words]
    faults: list[list[Any]] = field(default_factory=list)


def read(no: int, cells: Mapping[str, str], find: Find, *, today: date) -> Line:
    name = cells.get("name", "").strip()
    line = Line(no, name[:LONGEST], _phone(cells.get("phone", "")))
    if not name:
        _wrong(line, "name", "volunteer.missing")
    elif len(name) > LONGEST:
        _wrong(line, "name", "volunteer.value")
    if not line.phone:
        _wrong(line, "phone", "volunteer.missing")
    elif not PHONE.fullmatch(line.phone):
        line.phone = line.phone[:LONGEST]
        _wrong(line, "phone", "volunteer.phone")
    _place(line, cells, find)
    _identify(line, cells.get("external_id", ""))
    _able(line, cells)
    _consent(line, cells.get("consented_on", ""), today)
    return line


def _phone(said: str) -> str:
    plain = unicodedata.normalize("NFKC", said) if not said.isascii() else said
    plain = BETWEEN_DIGITS.sub("", plain)
    return plain.removeprefix("+86") if len(plain) == 14 else plain


def _place(line: Line, cells: Mapping[str, str], find: Find) -> None:
    grid, community = cells.get("grid", "").strip(), cells.get("community", "").strip()
    if not grid and not community:
        _wrong(line, "grid", "volunteer.missing")
        return
    found = find(grid, community) if grid else find(community, "")
    if isinstance(found, Place):
        line.area_code, line.area_path = found.code, found.path
    else:
        _wrong(line, "grid" if grid else "community", found[0], **found[1])


def _identify(line: Line, said: str) -> None:
    plain = unicodedata.normalize("NFKC", said).strip()
    if not plain:
        return
    if EXTERNAL.fullmatch(plain):
        line.external_id = plain.upper()
    else:
        _wrong(line, "external_id", "volunteer.value")


def _able(line: Line, cells: Mapping[str, str]) -> None:
    skills, strange = skills_in(cells.get("skills", ""))
    line.skills = sorted(skills)
    for word in strange[:1]:
        _wrong(line, "skills", "volunteer.skill_unknown", word=word[:LONGEST])
    line.availability, strange = times_in(cells.get("availability", ""))
    for word in strange[:1]:
        _wrong(line, "availability", "volunteer.time_unknown", word=word[:LONGEST])


def _consent(line: Line, said: str, today: date) -> None:
    if not said.strip():
        return
    parts = DAY.match(said.strip())
    try:
        day = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= today:
        _wrong(line, "consented_on", "volunteer.day")
    else:
        line.consented_on = day


def _wrong(line: Line, column: str, code: str, **details: Any) -> None:
    line.faults.append([column, code, details])
