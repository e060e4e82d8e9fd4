"""Deadlines over ten years of China's calendar, make-up days and all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.areas.rules.validity import BEIJING
from backend.incidents.catalogue import reader
from backend.incidents.rules.calendar import Calendar, is_work_day
from backend.incidents.rules.category import DEADLINE_KINDS, Deadline

PLAIN = Calendar(reader.sessions())
WORKING = ("working_hours", "working_days")

#: 2017 to 2026: every year that the State Council's announcements cover, in both directions of a decade.
moments = st.datetimes(datetime(2017, 1, 1), datetime(2026, 11, 30), timezones=st.just(BEIJING))  # noqa: DTZ001
days = st.dates(date(2017, 1, 1), date(2026, 12, 31))
overrides = st.dictionaries(days, st.booleans(), max_size=30)
calendars = st.builds(Calendar, st.just(reader.sessions()), overrides)
limits = st.builds(Deadline, st.sampled_from(DEADLINE_KINDS), st.integers(1, 40))
many = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("start", "kind", "figure", "due"),
    [
        # A Monday morning: one working day is its hours, 7.5 of them, so it ends the next morning at the same time.
        ("2026-03-02 09:00", "working_days", 1, "2026-03-03 09:00"),
        ("2026-03-02 09:00", "working_hours", 5, "2026-03-02 15:30"),
        # Over lunch, over the night, over the weekend.
        ("2026-03-02 11:30", "working_hours", 1, "2026-03-02 14:00"),
        ("2026-03-02 17:00", "working_hours", 2, "2026-03-03 10:00"),
        ("2026-03-06 16:30", "working_hours", 2, "2026-03-09 09:30"),
        # What ends exactly with the day ends then, and not the next morning.
        ("2026-03-02 16:30", "working_hours", 1, "2026-03-02 17:30"),
        # Tapped at night, it begins with the next session.
        ("2026-03-02 22:00", "working_hours", 1, "2026-03-03 09:30"),
        # Spring Festival 2026: 15 to 23 February free, 14 and 28 February worked though they are Saturdays.
        ("2026-02-13 17:00", "working_hours", 1, "2026-02-14 09:00"),
        ("2026-02-14 17:00", "working_hours", 1, "2026-02-24 09:00"),
        ("2026-02-27 17:00", "working_hours", 1, "2026-02-28 09:00"),
        # National Day 2024: 1 to 7 October free, Sunday the 29th and Saturday the 12th worked.
        ("2024-09-30 17:00", "working_days", 1, "2024-10-08 17:00"),
        ("2024-10-11 09:00", "working_days", 1, "2024-10-12 09:00"),
        # By day and night.
        ("2026-02-14 17:00", "natural_hours", 24, "2026-02-15 17:00"),
        ("2026-02-14 17:00", "urgent_hours", 2, "2026-02-14 19:00"),
    ],
)
def test_known_deadlines(start: str, kind: str, figure: int, due: str) -> None:
    assert PLAIN.due(at(start), Deadline(kind, figure)) == at(due)  # type: ignore[arg-type]


def test_a_day_of_the_districts_own_counts_before_the_countrys() -> None:
    typhoon = Calendar(reader.sessions(), {date(2026, 3, 3): False, date(2026, 3, 7): True})
    assert typhoon.due(at("2026-03-02 17:00"), Deadline("working_hours", 1)) == at("2026-03-04 09:00")
    assert typhoon.due(at("2026-03-06 17:00"), Deadline("working_hours", 1)) == at("2026-03-07 09:00")


def test_a_year_that_nobody_has_announced_yet_works_monday_to_friday() -> None:
    assert [is_work_day(date(2035, 10, 1) + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_a_calendar_that_never_works_again_says_so_instead_of_running_for_ever() -> None:
    nothing = {date(2026, 1, 1) + timedelta(days=n): False for n in range(800)}
    with pytest.raises(ValueError, match="never works"):
        Calendar(reader.sessions(), nothing).due(at("2026-01-05 09:00"), Deadline("working_hours", 1))


@many
@given(calendars, moments, limits)
def test_a_deadline_lies_after_its_start_and_inside_working_time(
    calendar: Calendar, start: datetime, limit: Deadline
) -> None:
    due = calendar.due(start, limit)
    assert due > start
    if limit.kind in WORKING:
        local = due.astimezone(BEIJING)
        assert calendar.works(local.date())
        assert any(begin < local.time() <= end for begin, end in calendar.sessions)


@many
@given(calendars, moments, limits)
def test_so_much_lies_between_as_was_asked_for(calendar: Calendar, start: datetime, limit: Deadline) -> None:
    assert calendar.between(start, calendar.due(start, limit), limit.kind) == calendar.length(limit)


@many
@given(calendars, moments, limits, st.integers(0, 100))
def test_whoever_starts_later_is_never_due_earlier(
    calendar: Calendar, start: datetime, limit: Deadline, hours: int
) -> None:
    assert calendar.due(start, limit) <= calendar.due(start + timedelta(hours=hours), limit)


@many
@given(calendars, moments, st.sampled_from(DEADLINE_KINDS), st.integers(1, 20), st.integers(1, 20))
def test_two_limits_one_after_the_other_are_one_of_both(
    calendar: Calendar, start: datetime, kind: str, first: int, second: int
) -> None:
    one, other = (Deadline(kind, figure) for figure in (first, second))  # type: ignore[arg-type]
    whole = Deadline(kind, first + second)  # type: ignore[arg-type]
    assert calendar.due(calendar.due(start, one), other) == calendar.due(start, whole)


@many
@given(calendars, moments, st.sampled_from(WORKING), st.integers(1, 15), st.integers(0, 20 * 24))
def test_a_pause_puts_off_by_exactly_what_was_left(
    calendar: Calendar, start: datetime, kind: str, figure: int, hours: int
) -> None:
    limit = Deadline(kind, figure)  # type: ignore[arg-type]
    due = calendar.due(start, limit)
    pause = start + timedelta(minutes=30)
    left = calendar.between(pause, due, kind)
    resumed = calendar.later(pause + timedelta(hours=hours), left, kind) if left else pause
    assert calendar.between(start, pause, kind) + left == calendar.length(limit)
    assert resumed >= due or not left or hours == 0


@many
@given(calendars, days)
def test_a_working_day_has_all_its_hours_and_a_free_one_none(calendar: Calendar, day: date) -> None:
    midnight = datetime.combine(day, time(), BEIJING)
    counted = calendar.between(midnight, midnight + timedelta(days=1), "working_hours")
    assert counted == (calendar.length(Deadline("working_days", 1)) if calendar.works(day) else timedelta())


@many
@given(moments, limits)
def test_the_zone_of_whoever_asks_changes_nothing(start: datetime, limit: Deadline) -> None:
    assert PLAIN.due(start, limit) == PLAIN.due(start.astimezone(UTC), limit)
