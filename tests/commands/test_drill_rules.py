"""A drill's life, its dates and its score: no database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.commands.rules import drill_life
from backend.commands.rules.drill_dates import following
from backend.commands.rules.drill_score import Leaf, Place, Run, Street, score
from backend.core.errors import CATALOGUE, Problem

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CHAOMING = "330103.330103005."
GRID = "330103.330103005.330103005056.330103005056001."
WULIN = "330103.330103002."

TABLE = {
    ("planned", "start"): "started",
    ("planned", "call_off"): "called_off",
    ("started", "finish"): "finished",
}


@pytest.mark.parametrize("state", drill_life.STATES)
@pytest.mark.parametrize("verb", ["start", "call_off", "finish"])
def test_a_drill_becomes_only_what_the_table_says(state: str, verb: str) -> None:
    if (state, verb) in TABLE:
        assert drill_life.become(verb, state) == TABLE[state, verb]
    else:
        with pytest.raises(Problem) as refused:
            drill_life.become(verb, state)
        assert refused.value.code == "drill.cannot_become"


@pytest.mark.parametrize(
    ("ahead", "code"),
    [
        (timedelta(seconds=0), "drill.starts_in_the_past"),
        (timedelta(days=-1), "drill.starts_in_the_past"),
        (timedelta(days=366, seconds=1), "drill.starts_too_late"),
        (timedelta(seconds=1), None),
        (timedelta(days=366), None),
    ],
)
def test_a_drill_starts_within_a_year(ahead: timedelta, code: str | None) -> None:
    if code is None:
        drill_life.check_start(NOW + ahead, NOW)
        return
    with pytest.raises(Problem) as refused:
        drill_life.check_start(NOW + ahead, NOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "plan", "fits"),
    [
        ("exercise", "fire", True),
        ("communication_test", "communication_test", True),
        ("communication_test", "fire", False),
        ("exercise", "communication_test", False),
    ],
)
def test_a_test_of_the_lines_has_words_of_its_own(kind: str, plan: str, fits: bool) -> None:
    if fits:
        drill_life.check_plan(kind, plan)
        return
    with pytest.raises(Problem, match=r"drill\.plan_does_not_fit"):
        drill_life.check_plan(kind, plan)


def test_a_test_of_the_lines_is_never_an_actual_order() -> None:
    drill_life.check_order("communication_test", "Exercise")
    drill_life.check_order("fire", "Actual")
    with pytest.raises(Problem, match=r"order\.test_is_a_drill"):
        drill_life.check_order("communication_test", "Actual")


def test_ten_minutes_late_is_not_missed_and_a_second_more_is() -> None:
    assert not drill_life.is_missed(NOW, NOW + timedelta(minutes=10))
    assert drill_life.is_missed(NOW, NOW + timedelta(minutes=10, seconds=1))


def test_every_refusal_of_a_drill_has_its_words() -> None:
    assert {"drill.grant_lost", "drill.plan_withdrawn"} <= set(CATALOGUE)


def at(*given: int) -> datetime:
    return datetime(*given, tzinfo=BEIJING)  # type: ignore[misc]  # year to minute


@pytest.mark.parametrize(
    ("first", "after", "next_one"),
    [
        # the second Tuesday, in the morning
        (at(2026, 3, 10, 9, 30), at(2026, 3, 10, 9, 30), at(2026, 4, 14, 9, 30)),
        # held a day early: the month after all the same
        (at(2026, 3, 10, 9, 30), at(2026, 3, 10, 9, 31), at(2026, 4, 14, 9, 30)),
        # the fifth Monday; April has four, and June has five again
        (at(2026, 3, 30, 9, 0), at(2026, 3, 30, 9, 0), at(2026, 4, 27, 9, 0)),
        (at(2026, 3, 30, 9, 0), at(2026, 5, 26, 9, 0), at(2026, 6, 29, 9, 0)),
        # over the year's end
        (at(2026, 12, 1, 9, 0), at(2026, 12, 1, 9, 0), at(2027, 1, 5, 9, 0)),
        # just after midnight in Beijing it is still yesterday in UTC
        (at(2026, 3, 1, 0, 10), at(2026, 3, 1, 0, 10), at(2026, 4, 5, 0, 10)),
        # three months were missed
        (at(2026, 3, 10, 9, 30), at(2026, 6, 20, 9, 30), at(2026, 7, 14, 9, 30)),
    ],
)
def test_a_series_keeps_weekday_week_and_beijing_time(first: datetime, after: datetime, next_one: datetime) -> None:
    assert following(first.astimezone(UTC), after.astimezone(UTC)) == next_one


def test_a_series_never_drifts_and_has_one_drill_a_month() -> None:
    first = at(2026, 1, 30, 9, 0)
    dates = [first]
    for _ in range(36):
        dates.append(following(first, dates[-1]).astimezone(BEIJING))
    assert {date.weekday() for date in dates} == {4}
    assert all(later.month == earlier.month % 12 + 1 for earlier, later in pairwise(dates))
    assert all(date.day > 21 for date in dates)


def place(path: str, level: str, responsible_s: float | None, quorum_s: float | None, *, due: bool = True) -> Place:
    code = path.split(".")[-2]
    times = [None if seconds is None else NOW + timedelta(seconds=seconds) for seconds in (responsible_s, quorum_s)]
    return Place("order", code, path, level, NOW + timedelta(minutes=5), due, *times)


def scored(places: list[Place], leaves: list[Leaf] | None = None, **more: Any) -> dict[str, Any]:
    run = Run("opened", NOW - timedelta(seconds=30), NOW, NOW + timedelta(seconds=11.2))
    streets = [Street("330103002", WULIN, "武林", "Wulin"), Street("330103005", CHAOMING, "潮鸣", "Chaoming")]
    return score(**{"run": run, "leaves": leaves or [], "places": places, "streets": streets, "planned": None, **more})


def test_both_verdicts_are_seconds_against_what_is_allowed() -> None:
    result = scored([place(CHAOMING, "street", 100, 299), place(GRID, "grid", 300, 20)])
    assert (result["seconds_to_accepted"], result["accepted_in_time"]) == (41.2, True)
    assert (result["seconds_to_answered"], result["answered_in_time"]) == (300, True)
    assert scored([place(GRID, "grid", 300.1, 20)])["answered_in_time"] is False


def test_one_place_without_an_answer_fails_the_five_minutes() -> None:
    result = scored([place(CHAOMING, "street", 100, 200), place(GRID, "grid", None, 20)])
    assert (result["seconds_to_answered"], result["answered_in_time"]) == (None, False)
    assert (result["places_answered"], result["places_due"]) == (1, 2)


def test_where_nothing_was_due_there_is_no_verdict() -> None:
    result = scored([place(GRID, "grid", None, 20, due=False)], run=Run("queued", NOW, NOW, None))
    assert (result["seconds_to_accepted"], result["accepted_in_time"]) == (None, None)
    assert (result["seconds_to_answered"], result["answered_in_time"], result["places_due"]) == (None, None, 0)
    assert result["acknowledged_share"] is None


def test_each_street_is_scored_by_what_lies_in_it() -> None:
    leaves = [Leaf(CHAOMING, 1, 1, 1, 0), Leaf(GRID, 9, 6, 5, 2), Leaf(WULIN, 2, 0, 0, 2)]
    places = [
        place("330103.", "district", None, None),
        place(CHAOMING, "street", 50, 100),
        place(GRID, "grid", 60, 120),
        place(WULIN, "street", None, None, due=False),
    ]
    result = scored(places, leaves, planned=13)
    wulin, chaoming = result["streets"]
    assert (chaoming["people"], chaoming["answered"], chaoming["share"]) == (10, 7, 0.7)
    assert (chaoming["seconds_to_answered"], chaoming["passed"]) == (120, True)
    assert chaoming["responsible_answered"] is True
    assert (wulin["share"], wulin["passed"], wulin["responsible_answered"]) == (0, None, None)
    assert (result["people"], result["gone"], result["unreached"]) == (12, 1, 4)
    assert (result["acknowledged"], result["acknowledged_share"]) == (6, 0.5)
