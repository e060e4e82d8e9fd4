"""The one ear of a web process: a connection of its own that listens for hints, and comes back when it is lost."""

import threading
import time
from uuid import UUID

import orjson
import psycopg
import structlog

from backend.realtime.hub import Hub
from backend.realtime.rules.audience import Hint

CHANNEL = "facts"
#: how often a silent connection is asked whether it still lives
CHECK_S = 20.0
WAITS_S = (0.1, 0.5, 1.0, 2.0, 5.0)
#: how long the first screen waits for the ear before it opens all the same
FIRST_S = 2.0
log = structlog.get_logger()


class Listener:
    """Started by the first stream of the process; a daemon thread, under gevent a greenlet."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._listening = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ensure(self, url: str) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, args=(url,), name="listener", daemon=True)
                self._thread.start()
        self._listening.wait(FIRST_S)

    def _run(self, url: str) -> None:
        failures = 0
        while True:
            try:
                with psycopg.connect(url, autocommit=True, application_name="palm-cockpit-listener") as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    failures = 0
                    self._hear(connection)
            except psycopg.Error as error:
                log.warning("realtime.listener_lost", error=type(error).__name__)
            finally:
                self._listening.clear()
            time.sleep(WAITS_S[min(failures, len(WAITS_S) - 1)])
            failures += 1

    def _hear(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        # Whatever rang while nobody listened is lost: every open screen pulls once.
        self._hub.resync()
        self._listening.set()
        while True:
            for note in connection.notifies(timeout=CHECK_S):
                self._pass_on(note.payload)
            connection.execute("SELECT 1")

    def _pass_on(self, payload: str) -> None:
        try:
            self._hub.ring(hint_of(payload))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            log.warning("realtime.not_a_hint", bytes=len(payload))


def hint_of(payload: str) -> Hint:
    said = orjson.loads(payload)
    paths = said["paths"]
    return Hint(
        kind=said["kind"],
        id=said["id"],
        seq=said["seq"],
        paths=None if paths is None else tuple(paths),
        people=frozenset(UUID(person) for person in said.get("people", ())),
        cursor=said.get("cursor"),
    )
