"""Writes very many people and grants at once: PostgreSQL's COPY, in the caller's transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from psycopg import Connection
from sqlalchemy import text

from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo.people import Holder

PEOPLE = """COPY person (id, name, phone, area_code, area_path, lng_wgs84, lat_wgs84, created_at) FROM STDIN"""
GRANTS = """COPY role_grant (id, person_id, role, area_code, area_path, is_lead, granted_at) FROM STDIN"""

#: Rows between two words to whoever waits.
EVERY = 25_000

T = TypeVar("T")
Say = Callable[[str], None]


def copy_people(holders: Iterable[Holder], path_of: Mapping[str, str], say: Say) -> dict[UUID, Holder]:
    """Write the people and what they hold; returns who got which id, in the order given."""
    now = clock.now()
    written = {uuid7(): holder for holder in holders}
    _copy(PEOPLE, _told("people", say, (_person(id_, holder, path_of, now) for id_, holder in written.items())))
    _copy(GRANTS, _told("roles", say, (_grant(id_, holder, path_of, now) for id_, holder in written.items())))
    # So many rows at once: the planner must not go on believing the tables empty.
    db.session.execute(text("ANALYZE person, role_grant"))
    return written


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows of any table, their values in the order of the columns."""
    _copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN", (tuple(row) for row in rows))


def _told(what: str, say: Say, rows: Iterable[T]) -> Iterator[T]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % EVERY == 0:
            say(f"{what}: {number:,} …")


def _copy(statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    connection = db.session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # the one dialect
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _person(id_: UUID, holder: Holder, path_of: Mapping[str, str], now: datetime) -> tuple[object, ...]:
    code = holder.area_code
    return id_, holder.name, holder.phone, code, path_of[code], holder.lng, holder.lat, now


def _grant(id_: UUID, holder: Holder, path_of: Mapping[str, str], now: datetime) -> tuple[object, ...]:
    code = holder.area_code
    return uuid7(), id_, holder.role, code, path_of[code], holder.is_lead, now
