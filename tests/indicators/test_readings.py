"""Readings: taken once, rolled up, corrected with a trace, worked out again to the same rows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from backend.core import clock as core_clock
from backend.core.db import db
from backend.core.facts import Fact
from backend.indicators.actions import compute, thin
from backend.indicators.models.reading import Reading, ReadingTrace
from backend.indicators.queries import readings
from backend.indicators.rules.reading import Row
from tests.builders.readings import FIRMS, FLOATING, GDP, MEAN_TIME, RESUMED, new, taken
from tests.cast import CHAOMING, DAOMAO, DISTRICT, DONGHE, WULIN, XIANLIN, Cast

SUNDAY = "2026-03-01"


def row(area: str, indicator: str) -> Row:
    return readings.newest(area, [indicator], until=core_clock.now(), limit=1)[indicator][0]


def traces() -> list[ReadingTrace]:
    return list(db.session.scalars(select(ReadingTrace).order_by(ReadingTrace.seq)))


def rows() -> list[tuple[object, ...]]:
    columns = [getattr(Reading, name) for name in Row._fields]
    order = (Reading.area_code, Reading.indicator, Reading.starts_at)
    return [tuple(one) for one in db.session.execute(select(*columns).order_by(*order))]


def test_sums_rise_to_the_street_and_the_district(cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, DONGHE, SUNDAY, 4), new(FIRMS, XIANLIN, SUNDAY, 5))
    assert (row(CHAOMING, FIRMS).value, row(WULIN, FIRMS).value, row(DISTRICT, FIRMS).value) == (7, 5, 12)
    assert row(DISTRICT, FIRMS).source == "roll_up"


def test_shares_and_means_rise_by_their_two_numbers(cast: Cast, clock: object) -> None:
    taken(new(RESUMED, DAOMAO, SUNDAY, 1, 1), new(RESUMED, DONGHE, SUNDAY, 10, 99))
    assert (row(CHAOMING, RESUMED).numerator, row(CHAOMING, RESUMED).value) == (11, 11)
    taken(new(MEAN_TIME, CHAOMING, "2026-02", 30, 10), new(MEAN_TIME, WULIN, "2026-02", 30, 20))
    assert row(DISTRICT, MEAN_TIME).value == 2


def test_a_whole_says_how_many_of_its_parts_had_a_figure(cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    assert (row(CHAOMING, FIRMS).parts_in, row(CHAOMING, FIRMS).parts_of) == (1, 2)


def test_what_was_said_of_the_whole_stands_over_its_parts(cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DISTRICT, SUNDAY, 100))
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    assert (row(DISTRICT, FIRMS).value, row(CHAOMING, FIRMS).value) == (100, 3)


def test_the_same_figure_twice_is_one(cast: Cast, clock: object) -> None:
    given = [new(FIRMS, DAOMAO, SUNDAY, 3), new(GDP, DISTRICT, "2025Q4", "987.654321")]
    assert tuple(taken(*given)) == (2, 0, 0)
    before = rows()
    core_clock.move(60)
    assert tuple(taken(*given)) == (0, 2, 0)
    assert rows() == before
    assert row(DISTRICT, GDP).value == Decimal("987.654321")


def test_a_late_figure_corrects_history_and_leaves_a_trace(cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    done = taken(new(FIRMS, DAOMAO, SUNDAY, 8), reason="漏报五家")
    assert tuple(done) == (0, 0, 1)
    assert (row(DAOMAO, FIRMS).value, row(DAOMAO, FIRMS).revision, row(DISTRICT, FIRMS).value) == (8, 1, 8)
    assert [(one.area_code, one.value, one.by_value, one.reason) for one in traces()] == [
        (code, 3, 8, "漏报五家") for code in (DAOMAO, CHAOMING, DISTRICT)
    ]
    fact = db.session.scalars(select(Fact).where(Fact.kind == "reading.corrected")).one()
    assert (fact.subject_id, fact.data["before"], fact.data["reason"]) == (f"{FIRMS}@{DAOMAO}", "3.000000", "漏报五家")


def test_a_period_that_still_runs_is_carried_on_not_corrected(cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, "2026-03-02", 3))
    core_clock.move(60)
    assert tuple(taken(new(FIRMS, DAOMAO, "2026-03-02", 8))) == (1, 0, 0)
    assert (row(DAOMAO, FIRMS).value, row(DAOMAO, FIRMS).revision, traces()) == (8, 0, [])


def test_an_older_word_of_the_same_source_does_not_come_over_a_newer_one(cast: Cast, clock: object) -> None:
    now = core_clock.now()
    taken(new(FIRMS, DAOMAO, "2026-03-02", 8, taken_at=now))
    assert taken(new(FIRMS, DAOMAO, "2026-03-02", 3, taken_at=now - timedelta(hours=1))).same == 1
    assert row(DAOMAO, FIRMS).value == 8


def test_working_out_anew_gives_the_same_rows(cast: Cast, clock: object) -> None:
    compute.compute_now()
    compute.compute_late()
    before = rows()
    facts = db.session.scalar(select(func.count()).select_from(Fact))
    assert before
    compute.compute_now()
    compute.compute_late()
    assert rows() == before
    assert db.session.scalar(select(func.count()).select_from(Fact)) == facts


def test_of_figures_of_now_each_day_keeps_its_last(cast: Cast, clock: object) -> None:
    core_clock.hold(datetime(2026, 2, 20, 1, 0, tzinfo=UTC))
    for hour in (8, 9, 10):
        taken(new("SO002", CHAOMING, f"2026-02-18T{hour:02}:00", hour))
    core_clock.hold(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    thin.thin()
    thin.thin()
    kept = db.session.scalars(select(Reading.value).where(Reading.indicator == "SO002", Reading.area_code == CHAOMING))
    assert list(kept) == [10]


def test_few_people_are_kept_exactly(cast: Cast, clock: object) -> None:
    taken(new(FLOATING, DAOMAO, SUNDAY, 3))
    assert row(DAOMAO, FLOATING).value == 3
