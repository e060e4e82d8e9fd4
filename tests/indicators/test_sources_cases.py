"""Figures of cases, worked out of cases on their way: each beside a count by hand, late ones correcting their day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.indicators.actions import compute
from backend.indicators.models.reading import ReadingTrace
from tests.builders import incidents
from tests.builders.cases import Crew
from tests.builders.incidents import IN_DONGHE, IN_EAST, IN_WEST
from tests.builders.readings import pair, value
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, DONGHE, WULIN, Cast
from tests.client import ActingClient

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
HOUR_S, DAY_S = 3_600, 86_400


@pytest.fixture
def crew(client: ActingClient, db: object, clock: Any) -> Crew:
    cast = Cast()
    incidents.draw_map()
    return Crew(client, cast)


def traces() -> int:
    return database.session.scalar(select(func.count()).select_from(ReadingTrace)) or 0


def test_reports_of_today_are_counted_where_they_lie(crew: Crew) -> None:
    for point in (IN_WEST, IN_WEST, IN_EAST, IN_DONGHE):
        crew.report(point=point)
    core_clock.move(60)
    compute.compute_now()
    counted = {area: value("SO008", area) for area in (DAOMAO_WEST, DAOMAO_EAST, DAOMAO, DONGHE, CHAOMING, DISTRICT)}
    assert counted == {DAOMAO_WEST: 2, DAOMAO_EAST: 1, DAOMAO: 3, DONGHE: 1, CHAOMING: 4, DISTRICT: 4}
    assert value("SO008", WULIN) == 0
    core_clock.move(DAY_S)
    compute.compute_now()
    assert value("SO008", DISTRICT) == 0, "another day begins with none"


def test_rates_belong_to_the_day_on_which_cases_were_due(crew: Crew) -> None:
    crew.brought_to("closed", point=IN_WEST)
    late = crew.brought_to("handling", point=IN_DONGHE)
    core_clock.move(2 * DAY_S)
    compute.compute_late()
    assert [pair("SO009", area, TUESDAY) for area in (DAOMAO, DONGHE, CHAOMING)] == [(1, 1), (0, 1), (1, 2)]
    assert (value("SO009", DISTRICT, TUESDAY), value("SO009", DISTRICT, MONDAY)) == (50, None)
    assert (pair("SO010", CHAOMING, TUESDAY), pair("SO011", CHAOMING, MONDAY)) == ((1, 2), (0, 1))
    assert traces() == 0
    crew.step(crew.handler, late, "handle")
    crew.step(crew.verifier, late, "check", passed=True)
    done = compute.compute_late()
    # Closed now, though not in time; each place that it is a part of says another figure, and keeps the one before.
    assert (pair("SO010", DONGHE, TUESDAY), pair("SO010", DISTRICT, TUESDAY)) == ((1, 1), (2, 2))
    assert pair("SO009", DISTRICT, TUESDAY) == (1, 2)
    assert (done.corrected, traces()) == (4, 4)
    assert compute.compute_late()[::2] == (0, 0)
    assert traces() == 4


def test_what_failed_its_check_is_reworked_once(crew: Crew) -> None:
    case = crew.brought_to("handled", point=IN_WEST)
    crew.brought_to("closed", point=IN_EAST)
    crew.step(crew.verifier, case, "check", passed=False)
    crew.step(crew.handler, case, "handle")
    crew.step(crew.verifier, case, "check", passed=True)
    core_clock.move(DAY_S)
    compute.compute_late()
    counted = {area: pair("SO011", area, MONDAY) for area in (DAOMAO_WEST, DAOMAO_EAST, DAOMAO)}
    assert counted == {DAOMAO_WEST: (1, 1), DAOMAO_EAST: (0, 1), DAOMAO: (1, 2)}


def test_the_mean_of_handling_is_of_hours_of_work(crew: Crew) -> None:
    first, second = (crew.brought_to("handling", point=IN_WEST) for _ in range(2))
    core_clock.move(HOUR_S)
    crew.step(crew.handler, first, "handle")
    core_clock.move(HOUR_S / 2)
    crew.step(crew.handler, second, "handle")
    third = crew.brought_to("handling", point=IN_DONGHE)
    core_clock.move(DAY_S)
    # From half past ten until half past ten is a day's work, without its noon and its night.
    crew.step(crew.handler, third, "handle")
    core_clock.move(DAY_S)
    compute.compute_late()
    assert (pair("SO012", DAOMAO, MONDAY), value("SO012", DAOMAO, MONDAY)) == ((2.5, 2), 1.25)
    hours, cases = pair("SO012", DONGHE, TUESDAY)
    assert (cases, hours) == (1, Decimal("7.5"))


def test_what_the_hotline_passed_on_counts_by_itself(crew: Crew) -> None:
    officer = crew.cast.chaoming_duty
    crew.brought_to("closed", point=IN_WEST, by=officer)
    crew.brought_to("handling", point=IN_WEST, by=officer)
    crew.brought_to("closed", point=IN_WEST)
    core_clock.move(2 * DAY_S)
    compute.compute_late()
    assert (pair("SO056", DAOMAO, TUESDAY), pair("SO010", DAOMAO, TUESDAY)) == ((1, 2), (2, 3))
    assert value("SO056", WULIN, TUESDAY) is None
