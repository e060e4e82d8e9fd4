"""A list's file becomes lines that can be judged: read, tidied, placed, and copied in one go."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from psycopg import Connection
from sqlalchemy import delete

from backend.areas import queries as areas
from backend.areas.rules.paths import covers
from backend.areas.rules.places import Place
from backend.core.db import db
from backend.core.errors import Problem
from backend.core.facts import record
from backend.core.jobs import defer
from backend.identity.queries import actors
from backend.volunteers import policy
from backend.volunteers.actions.importing.read_file import lines_of
from backend.volunteers.models.register_import import RegisterFile, RegisterImport, RegisterRow
from backend.volunteers.rules import import_life
from backend.volunteers.rules.register_row import Find, Found, Line, read

COPY = """COPY register_row (import_id, no, name, phone, external_id, area_code, area_path, skills, availability,
consented_on, faults) FROM STDIN"""
#: lines in memory
AT_ONCE = 20_000
#: How many areas of one name a fault lists before it says "…".
NAMED = 4


def read_in(import_id: UUID) -> None:
    """Safe to run twice: what an interrupted run has copied went with its transaction."""
    row = db.session.get(RegisterImport, import_id, with_for_update=True, populate_existing=True)
    file = db.session.get(RegisterFile, import_id)
    if row is None or file is None or row.state != import_life.READING:
        return
    actor = actors.absent(row.person_id)
    try:
        own = policy.kept(actor) if actor else ()
        row.rows_total = copy_lines(import_id, file.data, own)
    except Problem as problem:
        row.state, row.problem = import_life.FAILED, orjson.dumps([problem.code, problem.details]).decode()
        record("register.failed", ("register_import", import_id), data={"code": problem.code})
    else:
        row.state = import_life.JUDGING
        defer("volunteers.judge_list", subject_id=str(import_id))
    # Names and numbers are now in the lines: the file would only be another copy of them.
    db.session.execute(delete(RegisterFile).where(RegisterFile.import_id == import_id))


def copy_lines(import_id: UUID, data: bytes, own: tuple[str, ...], *, most: int = import_life.MOST_ROWS) -> int:
    """Returns how many there are."""
    db.session.execute(delete(RegisterRow).where(RegisterRow.import_id == import_id))
    found, today = finder(own), areas.today()
    lines = (read(no, cells, found, today=today) for no, cells in lines_of(data, most=most))
    connection = db.session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # the one dialect
    count = 0
    # Read before it is copied: a connection in the middle of a COPY answers no question about an area.
    while part := list(_cells(import_id, islice(lines, AT_ONCE))):
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for cells in part:
                copy.write_row(cells)
        count += len(part)
    return count


def _cells(import_id: UUID, lines: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        yield (
            *(import_id, line.no, line.name, line.phone, line.external_id, line.area_code, line.area_path),
            *(line.skills, line.availability, line.consented_on, orjson.dumps(line.faults).decode()),
        )


def finder(own: tuple[str, ...]) -> Find:
    """Which area each word of the list means, looked for once per word; only inside the own subtrees."""
    places = areas.places(own)
    known: dict[tuple[str, str], Found] = {}

    def look(said: str, within: str) -> Found:
        if within and not places.find(within):
            return "volunteer.area_unknown", {}
        found = places.find(said, within)
        if len(found) > 1:
            names = ", ".join(f"{place.name_zh} {place.code}" for place in found[:NAMED])
            return "identity.area_ambiguous", {"candidates": names + (" …" if len(found) > NAMED else "")}
        return found[0] if found else _by_code(said, own)

    def find(said: str, within: str) -> Found:
        if (said, within) not in known:
            known[said, within] = look(said, within)
        return known[said, within]

    return find


def _by_code(said: str, own: tuple[str, ...]) -> Found:
    """A former code is what succeeded it; whether an area outside exists is not said."""
    area = areas.current(said)
    if area is None or not any(covers(path, area.path) for path in own):
        return "volunteer.area_unknown", {}
    return Place(area.code, area.path, area.name_zh, area.name_en)
