"""How a push service is treated that complains, falls silent, or recovers."""

from datetime import UTC, datetime, timedelta

from backend.push.channels.webpush.limiter import Limiter

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def busy(limiter: Limiter, messages: int, at: datetime) -> None:
    for _ in range(messages):
        limiter.sent(at)


def test_a_complaint_halves_what_is_sent_once_for_all_that_was_under_way() -> None:
    limiter = Limiter(full=100)
    busy(limiter, 100, NOW)
    for _ in range(100):
        limiter.failed(NOW, after(5))
    assert limiter.limit == 50
    assert limiter.strikes == 1
    assert limiter.room(after(4.9)) == 0
    assert limiter.room(after(5)) == 50


def test_it_never_falls_below_one() -> None:
    limiter = Limiter(full=100)
    for second in range(20):
        limiter.sent(after(second * 10))
        limiter.failed(after(second * 10), None)
    assert limiter.room(after(1000)) == 1


def test_what_is_accepted_lets_it_recover_to_full_and_no_further() -> None:
    limiter = Limiter(full=100)
    limiter.sent(NOW)
    limiter.failed(NOW, None)
    for _ in range(80):
        limiter.sent(after(1))
        limiter.accepted(after(1))
    assert limiter.room(after(1)) == 100
    assert limiter.strikes == 0
    assert not limiter.is_limited(after(1))


def test_a_longer_pause_is_not_shortened_by_a_later_answer() -> None:
    limiter = Limiter()
    busy(limiter, 2, NOW)
    limiter.failed(NOW, after(60))
    limiter.failed(after(1), after(5))
    assert limiter.holds(after(59))


def test_answers_to_what_was_under_way_do_not_end_a_pause() -> None:
    limiter = Limiter(full=100)
    busy(limiter, 2, NOW)
    limiter.failed(NOW, after(60))
    limiter.accepted(after(1))
    assert limiter.strikes == 1
    assert limiter.room(after(2)) == 0


def test_silence_with_messages_under_way_is_being_stuck() -> None:
    limiter = Limiter()
    assert not limiter.is_stuck(after(100))
    busy(limiter, 2, NOW)
    assert not limiter.is_stuck(after(2))
    assert limiter.is_stuck(after(4))
    limiter.accepted(after(4))
    assert not limiter.is_stuck(after(5))
