"""What every channel that leads outside keeps to, whatever its gateway does."""

import gc
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.core.db import uuid7
from backend.push.channels.base import Answering, Yielding
from backend.push.channels.outside.gateway import Sent
from backend.push.channels.sms import aliyun
from tests.push.outside import envelope, results, until
from tests.push.stands import RATE, STANDS, Stand


@pytest.fixture(params=STANDS, ids=lambda kind: kind.__name__)
def stand(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    monkeypatch.setattr(aliyun, "_ASK_AGAIN_S", 0.05)
    one: Stand = request.param(tmp_path)
    yield one
    one.close()


def test_it_is_a_channel_that_answers_and_gives_way(stand: Stand) -> None:
    assert isinstance(stand.channel, Answering)
    assert isinstance(stand.channel, Yielding)


def test_what_the_gateway_takes_has_its_name_and_arrives_once(stand: Stand) -> None:
    address = stand.address(1)
    (result,) = results(stand.channel, [envelope(stand.name, address)])
    assert (result.outcome, result.in_doubt) == ("accepted", False)
    assert result.reference
    assert stand.reached() == [address]


def test_what_it_refuses_is_refused_without_doubt(stand: Stand) -> None:
    stand.answer_next(stand.refusal)
    (result,) = results(stand.channel, [envelope(stand.name, stand.address(1))])
    assert (result.outcome, result.in_doubt, stand.reached()) == ("refused", False, [])


def test_when_it_is_busy_everybody_waits_and_the_message_goes_then(stand: Stand) -> None:
    stand.answer_next(stand.busy)
    one = envelope(stand.name, stand.address(1))
    (result,) = results(stand.channel, [one])
    assert (result.outcome, result.in_doubt) == ("retry", False)
    assert result.retry_at is not None
    assert result.retry_at > result.at
    before = time.monotonic()
    (again,) = results(stand.channel, [one])
    assert again.outcome == "accepted"
    assert time.monotonic() - before > 0.5
    assert stand.reached() == [one.endpoint]


def test_when_its_answer_gets_lost_nobody_gets_it_twice(stand: Stand) -> None:
    stand.answer_next("lose")
    one = envelope(stand.name, stand.address(1))
    (result,) = results(stand.channel, [one])
    assert result.in_doubt
    results(stand.channel, [replace(one, in_doubt=True)])
    assert stand.reached() == [one.endpoint]


def test_what_has_expired_never_leaves(stand: Stand) -> None:
    (result,) = results(stand.channel, [envelope(stand.name, stand.address(1), life_s=-1)])
    assert (result.outcome, result.in_doubt, stand.reached()) == ("refused", False, [])


def test_taking_a_storm_in_takes_no_time_and_what_is_too_much_comes_back_unsent(stand: Stand) -> None:
    order_id = uuid7()
    storm = [envelope(stand.name, stand.address(n), order_id=order_id) for n in range(2_000)]
    before = time.monotonic()
    stand.channel.start(storm)
    assert time.monotonic() - before < 0.5
    stand.channel.hand_back()
    stand.channel.drop({order_id})


def test_it_is_fed_no_faster_than_its_limit(stand: Stand) -> None:
    order_id = uuid7()
    # A second's worth may go at once; the rest takes its time.
    many = [envelope(stand.name, stand.address(n), order_id=order_id) for n in range(int(RATE * 1.5))]
    stand.channel.shared_by(1)
    before = time.monotonic()
    stand.channel.start(many)
    came: list[object] = []
    if stand.name == "voice":
        # Its thirty lines are busy long before.
        until(lambda: len(stand.reached()) == 30)
        return
    until(lambda: len(came.extend(stand.channel.turn(0.05, ())) or came) == len(many), 30)
    assert time.monotonic() - before > 0.4
    assert Counter(stand.reached()).most_common(1)[0][1] == 1
    assert len(stand.reached()) == len(many)


def test_the_milder_gives_way_and_an_order_that_was_taken_back_waits_no_longer(stand: Stand) -> None:
    stand.answer_next(stand.busy)
    results(stand.channel, [envelope(stand.name, stand.address(0))])
    wrong, mild = uuid7(), uuid7()
    waiting = [
        replace(envelope(stand.name, stand.address(n), order_id=order), rank=rank)
        for n, (order, rank) in enumerate([(wrong, 0), (mild, 3), (mild, 3)], 1)
    ]
    stand.channel.start(waiting)
    assert [result.outcome for result in stand.channel.make_way(1)] == ["unsent", "unsent"]
    stand.channel.drop({wrong})
    assert [result.outcome for result in stand.channel.turn(0, ())] == ["refused"]
    assert stand.reached() == []


def test_a_recall_of_what_is_not_there_harms_nobody(stand: Stand) -> None:
    stand.channel.recall([Sent("1", stand.address(1))])
    (result,) = results(stand.channel, [envelope(stand.name, stand.address(2))])
    assert result.outcome == "accepted"


@pytest.mark.parametrize("kind", STANDS, ids=lambda kind: kind.__name__)
def test_what_is_under_way_when_it_closes_leaves_no_line_open(kind: type[Any], tmp_path: Path) -> None:
    stand: Stand = kind(tmp_path)
    stand.channel.recall([Sent(f"{uuid7()}", stand.address(number)) for number in range(3)])
    stand.channel.start([envelope(stand.name, stand.address(1))])
    # Whoever lets go of an open line hears of it when its memory is cleared.
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        stand.close()
        del stand
        gc.collect()
    assert [str(one.message) for one in heard if one.category is ResourceWarning] == []
