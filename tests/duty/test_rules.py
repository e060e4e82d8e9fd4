"""When duty begins and ends."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.duty.rules import hours
from backend.duty.rules.kinds import DUTY, STANDBY

#: eight in the evening in Hangzhou
EVENING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_a_shift_lasts_twelve_hours_and_standby_until_midnight_in_beijing() -> None:
    assert hours.planned_end(DUTY, EVENING) == EVENING + timedelta(hours=12)
    assert hours.planned_end(STANDBY, EVENING) == MIDNIGHT
    assert hours.planned_end(STANDBY, MIDNIGHT) == MIDNIGHT + timedelta(days=1)
    assert hours.planned_end(STANDBY, MIDNIGHT - timedelta(seconds=1)) == MIDNIGHT


@pytest.mark.parametrize(
    ("device_at", "offset_ms", "happened_at"),
    [
        (EVENING, 0, EVENING),
        (EVENING + timedelta(minutes=5), 300_000, EVENING),
        (EVENING - timedelta(hours=3), 0, EVENING - timedelta(hours=3)),
        (EVENING + timedelta(days=1), 0, EVENING),
        (EVENING - timedelta(days=9), 0, EVENING - timedelta(days=1)),
        (datetime(1970, 1, 1, tzinfo=UTC), 10**13, EVENING - timedelta(days=1)),
        (datetime(1970, 1, 1, tzinfo=UTC), 10**17, EVENING),
    ],
)
def test_a_tap_counts_from_when_it_was_made_within_the_last_day(
    device_at: datetime, offset_ms: int, happened_at: datetime
) -> None:
    assert hours.happened_at(device_at, offset_ms, EVENING) == happened_at


def test_nobody_plans_to_stay_longer_than_a_day_or_to_leave_before_coming() -> None:
    assert hours.fits(EVENING, EVENING + timedelta(hours=24))
    assert not hours.fits(EVENING, EVENING + timedelta(hours=24, seconds=1))
    assert not hours.fits(EVENING, EVENING)
