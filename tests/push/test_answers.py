"""The whole answer table of a push service, status by status."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.push.rules.answers import Verdict, judge

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def read(status: int, retry_after: str | None = None, *, strikes: int = 0, chance: float = 0.0) -> Verdict:
    return judge(status, retry_after, NOW, strikes=strikes, chance=chance)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("status", "outcome", "holds_origin"),
    [
        (200, "accepted", False),
        (201, "accepted", False),
        (202, "accepted", False),
        (301, "refused", False),
        (302, "refused", False),
        (307, "refused", False),
        (308, "refused", False),
        (400, "refused", False),
        (401, "alarm", True),
        (403, "alarm", True),
        (404, "gone", False),
        (405, "refused", False),
        (406, "retry", True),
        (408, "retry", False),
        (410, "gone", False),
        (413, "too_large", False),
        (429, "retry", True),
        (500, "retry", False),
        (502, "retry", False),
        (503, "retry", True),
        (504, "retry", False),
        (0, "retry", False),
    ],
)
def test_each_status_has_one_meaning(status: int, outcome: str, holds_origin: bool) -> None:
    verdict = read(status)
    assert (verdict.outcome, verdict.holds_origin) == (outcome, holds_origin)
    assert (verdict.retry_at is not None) == (outcome in {"retry", "alarm"})


@pytest.mark.parametrize("status", [406, 429, 503])
def test_retry_after_is_honoured_in_seconds(status: int) -> None:
    assert read(status, "120").retry_at == after(120)
    assert read(status, " 120 ").retry_at == after(120)


@pytest.mark.parametrize("status", [406, 429, 503])
def test_retry_after_is_honoured_as_a_date(status: int) -> None:
    assert read(status, format_datetime(after(90), usegmt=True)).retry_at == after(90)


def test_those_who_come_back_after_retry_after_do_not_all_come_at_once() -> None:
    assert read(429, "120", chance=0.5).retry_at == after(120.5)


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "1.5", "Wed, 99 Foo 2026", "²"])
def test_a_retry_after_that_says_nothing_is_a_plain_back_off(nonsense: str) -> None:
    assert read(429, nonsense).retry_at == read(429).retry_at == after(0.5)


def test_a_date_gone_by_is_a_plain_back_off() -> None:
    assert read(429, format_datetime(after(-60), usegmt=True)).retry_at == after(0.5)


def test_a_service_cannot_silence_us_for_longer_than_a_day() -> None:
    assert read(503, "99999999999999999999").retry_at == after(86_400)
    assert read(503, format_datetime(after(10_000_000), usegmt=True)).retry_at == after(86_400)


def test_the_back_off_doubles_up_to_a_minute_with_half_of_it_left_to_chance() -> None:
    waits = [read(500, strikes=n).retry_at for n in range(9)]
    assert waits == [after(s) for s in (0.5, 1, 2, 4, 8, 16, 30, 30, 30)]
    assert read(500, strikes=3, chance=0.5).retry_at == after(6)
    assert read(500, strikes=1_000_000, chance=0.999).retry_at < after(60)


@given(st.integers(0, 999), st.none() | st.text(), st.integers(0, 10**6), st.floats(0, 0.999))
def test_no_answer_is_without_a_verdict(status: int, header: str | None, strikes: int, chance: float) -> None:
    verdict = read(status, header, strikes=strikes, chance=chance)
    if verdict.retry_at is not None:
        assert NOW < verdict.retry_at <= after(86_401)
