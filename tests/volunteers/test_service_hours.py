"""Hours: what somebody was there, at most what was planned and half an hour, in half-hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Problem
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import service_hours as rules

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
MINUTES = st.integers(0, 24 * 60)


def minutes(actual: int, planned: int) -> int:
    times = {"starts_at": NINE, "ends_at": NINE + timedelta(minutes=planned)}
    return rules.served(NINE, NINE + timedelta(minutes=actual), **times)


@pytest.mark.parametrize(
    ("actual", "planned", "hours"),
    [(120, 120, 2), (119, 120, 1.5), (29, 120, 0), (150, 120, 2.5), (240, 120, 2.5), (40, 20, 0.5), (600, 45, 1)],
)
def test_half_an_hour_more_than_planned_counts_and_no_more(actual: int, planned: int, hours: float) -> None:
    assert minutes(actual, planned) == hours * 60


@given(actual=MINUTES, planned=st.integers(1, 24 * 60))
def test_hours_are_whole_halves_and_never_more_than_either_bound(actual: int, planned: int) -> None:
    found = minutes(actual, planned)
    assert found % 30 == 0
    assert 0 <= found <= min(actual, planned + 30)
    assert min(actual, planned + 30) - found < 30
    assert minutes(actual + 30, planned) >= found


def test_who_leaves_before_he_came_has_served_nothing() -> None:
    assert rules.served(NINE, NINE - timedelta(hours=1), starts_at=NINE, ends_at=NINE + timedelta(hours=1)) == 0


@pytest.mark.parametrize(("offset_ms", "is_off"), [(0, False), (300_000, False), (-300_001, True), (10**13, True)])
def test_a_clock_is_believed_within_five_minutes(offset_ms: int, is_off: bool) -> None:
    assert rules.is_off(offset_ms) is is_off
    assert NINE - rules.OLDEST <= rules.happened_at(NINE, offset_ms, NINE) <= NINE


@pytest.mark.parametrize("state", life.SIGNUP_STATES)
def test_the_whole_table_of_a_place_is_walked(state: str) -> None:
    verbs = {verb for row in life.SIGNUP.values() for verb in row}
    for verb in verbs:
        if (after := life.SIGNUP[state].get(verb)) is not None:
            assert life.signup_after(state, verb) == after
        else:
            with pytest.raises(Problem):
                life.signup_after(state, verb)


def test_every_state_can_be_reached() -> None:
    reached = {after for row in life.SIGNUP.values() for after in row.values()}
    assert reached == set(life.SIGNUP)
    assert {after for row in life.ACTIVITY.values() for after in row.values()} == set(life.ACTIVITY) - {life.DRAFT}
