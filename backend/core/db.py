"""The one database: its base class, its column types and its identifiers."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, Text, Uuid, event, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.engine import Engine
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from backend.core.promptly import Connection

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_index",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

#: An area's path: byte order ("C"), so that a subtree is one index range, whatever the server's locale.
AreaPath = Annotated[str, mapped_column(Text(collation="C"))]


class Base(DeclarativeBase):
    # Flask-SQLAlchemy copies this class: SQLAlchemy 2.1 wants the map on the registry then, not on the class.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: TIMESTAMP(timezone=True),
            UUID: Uuid(),
            str: Text(),
            dict: JSONB(),
            list: JSONB(),
            list[Any]: JSONB(),
            dict[str, Any]: JSONB(),
        },
    )


#: A line that was used so lately need not be asked whether it is still there.
LATELY_S = 1.0

# What a statement was given are names, numbers and hashes: an error that reaches the log does not repeat them.
db = SQLAlchemy(model_class=Base, engine_options={"hide_parameters": True})


@event.listens_for(Engine, "do_connect")
def _connected(_dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> Connection:
    """Lines to the database are such as can be waited for on the spot."""
    return Connection.connect(*given, **named)


@event.listens_for(Pool, "connect")
@event.listens_for(Pool, "checkin")
def _used(_line: Connection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["used_at"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _still_there(line: Connection, entry: ConnectionPoolEntry, _fairy: object) -> None:
    """A line that has lain is asked whether the database still answers, as `pool_pre_ping` does for every line.

    One that was used just now is only looked at: hung up, it has something to read. A group of answers spent a
    twelfth of its statements on asking.
    """
    if time.monotonic() - entry.info["used_at"] < LATELY_S and line.is_quiet():
        return
    if not line.answers():
        raise InvalidatePoolError


@contextmanager
def without_nested_loops() -> Iterator[None]:
    """For statements over rows that this transaction has just written.

    The planner has not seen them, takes them for a handful, and would read a whole table for each.
    """
    db.session.execute(text("SET LOCAL enable_nestloop = off"))
    yield
    db.session.execute(text("SET LOCAL enable_nestloop = on"))


def commit() -> None:
    """Commit what this request, or this group of them, has begun, if it has begun anything."""
    if db.session.registry.has():
        db.session.commit()


def rollback() -> None:
    """Undo it, and give the connection back."""
    if db.session.registry.has():
        db.session.rollback()


def array(ids: Iterable[UUID | None]) -> str:
    """An array of ids for `CAST(:name AS uuid[])`, as PostgreSQL writes it: a fifth of the work of a list."""
    return "{" + ",".join(["NULL" if id_ is None else id_.hex for id_ in ids]) + "}"


def fetch_by_key() -> None:
    """To the end of the transaction, rows are fetched one by one, by the keys that a statement is given.

    For some hundreds of them the planner would read a whole order whose rows it has not seen yet, and start helpers
    for it: four times the work, and more with every order of the month.
    """
    db.session.execute(text(BY_KEY))


BY_KEY = """
SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)
"""


def uuid7() -> UUID:
    """A new time-ordered identifier (RFC 9562, version 7)."""
    return uuid_utils.compat.uuid7()
