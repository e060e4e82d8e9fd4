"""The graver passes the milder, also in a sender that is full of it."""

from collections import Counter

import pytest

from backend.push.channels.webpush.channel import CAPACITY, WebPush
from backend.push.channels.webpush.queue import Queue
from backend.push.sender.engine import Engine
from tests.push.conftest import Write, deliver
from tests.push.http2_server import Reply
from tests.push.memory_source import MemorySource
from tests.push.push_service import PushService
from tests.push.test_engine import Start, life, start, until

__all__ = ["life", "start"]

RETRACTION, SEVERE, MILD = -1, 1, 3


def test_in_one_queue_the_graver_goes_first_and_of_the_same_gravity_who_came_first(
    write: Write, service: PushService
) -> None:
    phone = service.phone()
    mild, severe, later = write(phone, rank=MILD), write(phone, rank=SEVERE), write(phone, rank=SEVERE)
    queue = Queue()
    for one in (mild, severe, later):
        queue.put(one)
    assert len(queue) == 3
    assert [queue.first() for _ in range(3)] == [severe, later, mild]
    assert len(queue) == 0


def test_who_can_wait_longest_is_given_back_first(write: Write, service: PushService) -> None:
    phone = service.phone()
    severe, early, late = write(phone, rank=SEVERE), write(phone, rank=MILD), write(phone, rank=MILD)
    queue = Queue()
    for one in (severe, early, late):
        queue.put(one)
    assert [queue.last() for _ in range(3)] == [late, early, severe]


def test_way_is_made_for_the_graver_by_the_milder_alone(webpush: WebPush, service: PushService, write: Write) -> None:
    phone = service.phone()
    webpush.start([write(phone, rank=MILD), write(phone, rank=SEVERE), write(phone, rank=MILD)])
    assert [result.outcome for result in webpush.make_way(SEVERE)] == ["unsent", "unsent"]
    assert [result.outcome for result in deliver(webpush, [])] == ["accepted"]


def crowded(start: Start, source: MemorySource, service: PushService, write: Write) -> Engine:
    """A sender as full as it gets, behind a push service that says nothing."""
    phone = service.phone()
    service.answer_with(Reply(behaviour="stall"))
    source.add(*(write(phone, rank=MILD) for _ in range(CAPACITY + 500)))
    engine = start(source)
    until(engine, lambda: len(service.received) >= 500)
    return engine


@pytest.mark.parametrize("rank", [SEVERE, RETRACTION])
def test_a_crowded_sender_sends_the_graver_within_a_second(
    start: Start, service: PushService, other_service: PushService, write: Write, rank: int
) -> None:
    source = MemorySource()
    engine = crowded(start, source, service, write)
    grave = write(other_service.phone(), rank=rank)
    source.add(grave)
    engine._look_at = engine._overtake_at = 0.0
    # A turn waits for 50 ms at most.
    for _ in range(20):
        if not other_service.received:
            engine.turn()
    assert other_service.received
    gone_out = {envelope.key for envelope in source.claimed.values()} - {result.key for result in source.results}
    assert grave.key in gone_out | {result.key for result in source.results}


def test_what_made_way_is_sent_afterwards_and_once(start: Start, service: PushService, write: Write) -> None:
    phone = service.phone()
    source = MemorySource([write(phone, rank=MILD, payload=b"%d" % n) for n in range(1_500)])
    engine = start(source)
    engine.turn()
    source.add(*(write(phone, rank=SEVERE, payload=b"grave") for _ in range(500)))
    engine._overtake_at = 0.0
    until(engine, lambda: source.outcomes().count("accepted") == 2_000)
    assert Counter(source.outcomes())["unsent"] > 0
    came = Counter(one.payload for one in service.received)
    assert came.pop(b"grave") == 500
    assert came == {b"%d" % n: 1 for n in range(1_500)}
    graves = [number for number, one in enumerate(service.received) if one.payload == b"grave"]
    # Before it at most what was on the line already, and what is sealed in one go.
    assert graves[-1] < 500 + 1_100


def test_nothing_is_handed_back_where_nothing_graver_is_due(start: Start, service: PushService, write: Write) -> None:
    phone = service.phone()
    source = MemorySource([write(phone, rank=SEVERE) for _ in range(1_500)])
    engine = start(source)
    engine.turn()
    source.add(*(write(phone, rank=MILD) for _ in range(500)))
    engine._overtake_at = 0.0
    until(engine, lambda: source.outcomes().count("accepted") == 2_000)
    assert set(source.outcomes()) == {"accepted"}
