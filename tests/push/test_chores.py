"""What a sender does while it is idle holds up no message."""

import psycopg
from flask import Flask

from tests.e2e.waiting import eventually
from tests.push.conftest import Write
from tests.push.memory_source import MemorySource
from tests.push.push_service import PushService
from tests.push.test_engine import Start, life, running, start, until

__all__ = ["life", "start"]


class Sweeping:
    """Never done; remembers how often it was let go on, and whether anything was under way."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, _session: object) -> float:
        self.steps += 1
        return 0.001


def test_a_chore_is_done_while_nobody_has_anything_to_send_and_the_bell_is_heard_in_between(
    app: Flask, start: Start, service: PushService, write: Write, database_url: str
) -> None:
    source, chore = MemorySource(), Sweeping()
    engine = start(source, chore=chore)
    with running(app, engine):
        eventually(lambda: chore.steps > 3, what="the chore under way")
        source.add(write(service.phone()))
        with psycopg.connect(database_url, autocommit=True) as bell:
            bell.execute("NOTIFY sender")
        service.wait_for(1, timeout_s=0.9)
    assert len(service.received) == 1


def test_a_chore_waits_while_messages_are_under_way(start: Start, service: PushService, write: Write) -> None:
    source, chore = MemorySource([write(service.phone()) for _ in range(500)]), Sweeping()
    until(start(source, chore=chore), lambda: len(source.results) == 500)
    assert chore.steps == 0
