"""A sender's life: an advisory lock on a connection of its own, which also hears the bell.

The lock goes with the connection, however the process ends; a claim whose lock is gone is anybody's.
"""

import select
from typing import Any

import psycopg
from sqlalchemy import BigInteger, ColumnElement, column, or_, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import InstrumentedAttribute

LOCK_CLASS = 7001
#: A sender's machine that is cut off: the server gives its lock back after some 15 s, instead of two hours.
_LETS_GO = (
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3;"
    " SET tcp_user_timeout = 15000"
)
BELL = "sender"

_LOCKS = """FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
    AND classid = 7001 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_COUNT = f"SELECT count(*) {_LOCKS}"
_LIVING = text(f"SELECT objid::bigint {_LOCKS}").columns(column("objid", BigInteger))


def is_free(claimed_by: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether nobody holds the claim, or its holder is dead."""
    living = _LIVING.scalar_subquery()
    return or_(claimed_by.is_(None), claimed_by.not_in(living))


class Life:
    """Begins with the lock and ends with `close`, or with the process."""

    def __init__(self, database_uri: str) -> None:
        url = make_url(database_uri).set(drivername="postgresql").render_as_string(hide_password=False)
        self._has_spoken = False
        self._connection = psycopg.connect(url, autocommit=True, application_name="palm-cockpit-sender")
        self._say(_LETS_GO)
        self.sender_id = self._number()
        self._say("SELECT pg_advisory_lock(%s, %s)", LOCK_CLASS, self.sender_id)
        self._say(f"LISTEN {BELL}")

    def fileno(self) -> int:
        return self._connection.fileno()

    def heard(self) -> bool:
        """Whether the bell rang since the last look."""
        # Asked between any two messages: the driver's own look at a silent line takes as long as sealing one. A ring
        # may have come along with an answer as well; then the line is silent and the driver knows of it.
        if not self._has_spoken and not select.select([self._connection], [], [], 0)[0]:
            return False
        self._has_spoken = False
        return bool(list(self._connection.notifies(timeout=0)))

    def check(self) -> None:
        """Raise when the connection, and with it the lock, is gone."""
        self._say("SELECT 1")

    def senders(self) -> int:
        """How many live, this one among them."""
        self._has_spoken = True
        row = self._connection.execute(_COUNT.encode()).fetchone()
        assert row is not None
        return int(row[0])

    def notify_screens(self, hint: str) -> None:
        self._say("SELECT pg_notify('facts', %s)", hint)

    def close(self) -> None:
        self._connection.close()

    def _number(self) -> int:
        row = self._connection.execute("SELECT nextval('sender_number')").fetchone()
        assert row is not None
        return int(row[0])

    def _say(self, statement: str, *values: Any) -> None:
        self._has_spoken = True
        self._connection.execute(statement.encode(), values or None)
