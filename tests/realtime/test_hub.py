"""Passing hints on to the streams of one process."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.db import uuid7
from backend.realtime.hub import Hub
from backend.realtime.rules.audience import Hint, place
from backend.realtime.stream import MOST_WAITING, Stream

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CHAOMING, WULIN = "330103.330103005.", "330103.330103002."


class Screen:
    """A stream with its far end."""

    def __init__(self, hub: Hub, path: str, *, person_id: UUID | None = None, life_s: float = 900) -> None:
        self.was_hung_up = False
        ends_at = clock.now() + timedelta(seconds=life_s)
        standing = place([], path)
        self.stream = Stream(person_id or uuid7(), standing, ends_at=ends_at, hang_up=self._hung_up, ping_s=0.01)
        hub.open(self.stream)
        self.bytes = self.stream.read([b"first\n\n"])

    def _hung_up(self) -> None:
        self.was_hung_up = True

    def next(self) -> str:
        return next(self.bytes).decode()


@pytest.fixture
def hub() -> Hub:
    return Hub()


def rang(number: int, *paths: str, kind: str = "order.issued", **more) -> Hint:
    return Hint(kind=kind, id=str(number), seq=number, paths=paths, cursor=100 + number, **more)


def test_what_is_nobodys_news_reaches_no_screen(hub: Hub) -> None:
    screen = Screen(hub, CHAOMING)
    assert screen.next() == "first\n\n"
    hub.ring(rang(1, CHAOMING, kind="password.issued"))
    assert screen.next() == ": ping\n\n"


def test_a_hint_reaches_the_screens_of_its_places_only(hub: Hub) -> None:
    chaoming, wulin = Screen(hub, CHAOMING), Screen(hub, WULIN)
    assert (chaoming.next(), wulin.next()) == ("first\n\n", "first\n\n")
    hub.ring(rang(1, CHAOMING))
    assert '"id":"1"' in chaoming.next()
    assert wulin.next() == ": ping\n\n"


def test_a_hint_for_a_person_reaches_that_persons_screens_wherever_they_are(hub: Hub) -> None:
    person_id = uuid7()
    own, other = Screen(hub, WULIN, person_id=person_id), Screen(hub, WULIN)
    hub.ring(rang(1, people=frozenset({person_id})))
    own.next(), other.next()
    assert '"id":"1"' in own.next()
    assert other.next() == ": ping\n\n"


def test_hints_about_one_thing_wait_as_one_hint_with_the_newest_number(hub: Hub) -> None:
    screen = Screen(hub, CHAOMING)
    screen.next()
    for number, subject in enumerate(["a", "b", "a", "a"]):
        hub.ring(Hint("receipt.taken", subject, number, (CHAOMING,), cursor=number))
    said = screen.next()
    assert [line for line in said.splitlines() if line.startswith("id")] == ["id: 1", "id: 3"]


def test_a_reader_that_is_too_slow_is_cut_off_and_forgotten(hub: Hub) -> None:
    slow, quick = Screen(hub, CHAOMING), Screen(hub, CHAOMING)
    quick.next()
    for number in range(MOST_WAITING + 1):
        hub.ring(rang(number, CHAOMING))
        quick.next()
    assert (slow.was_hung_up, quick.was_hung_up) == (True, False)
    assert hub.count() == 1
    assert list(slow.bytes) == [b"first\n\n"]


def test_a_stream_ends_with_its_token(hub: Hub, clock) -> None:
    screen = Screen(hub, CHAOMING, life_s=900)
    screen.next()
    assert screen.next() == ": ping\n\n"
    clock.move(900)
    assert list(screen.bytes) == []


def test_a_closed_stream_ends_and_is_forgotten(hub: Hub) -> None:
    screen = Screen(hub, CHAOMING)
    screen.next()
    hub.close(screen.stream)
    hub.close(screen.stream)
    assert (list(screen.bytes), hub.count()) == ([], 0)


def test_after_the_listener_was_deaf_every_screen_pulls(hub: Hub) -> None:
    screen = Screen(hub, WULIN)
    screen.next()
    hub.resync()
    assert screen.next() == 'event: hint\ndata: {"kind":"resync","id":null,"seq":null}\n\n'
