"""What indicators are made of: periods, exact quotients, places, few people, crossings, and what people write."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.areas.rules.validity import BEIJING
from backend.indicators.definitions import reader
from backend.indicators.rules import crossing, few, figures, periods, rank, sent
from backend.indicators.rules.crossing import Watch
from backend.indicators.rules.figures import Figure
from backend.indicators.rules.sent import Sent

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
whole = st.integers(0, 10_000).map(Decimal)
moments = st.datetimes(datetime(2016, 1, 1), datetime(2036, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001 - given one


def of(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=BEIJING)  # type: ignore[arg-type]  # year, month, day and hour


@given(st.sampled_from(["RT", "D", "W", "M", "Q", "Y"]), moments)
def test_every_moment_lies_in_one_period_and_the_next_begins_where_it_ends(period: str, at: datetime) -> None:
    begun = periods.begin(period, at)
    assert begun <= at < periods.end(period, begun)
    assert periods.begin(period, periods.end(period, begun)) == periods.end(period, begun)
    assert periods.before(period, begun) < begun
    assert periods.year_before(period, begun) < begun


def test_a_period_is_compared_with_the_one_before_and_the_same_a_year_ago() -> None:
    assert periods.before("M", of(2026, 3, 1)) == of(2026, 2, 1)
    assert periods.year_before("M", of(2026, 3, 1)) == of(2025, 3, 1)
    assert periods.before("Q", of(2026, 1, 1)) == of(2025, 10, 1)
    assert periods.year_before("D", of(2024, 2, 29)) == of(2023, 2, 28)
    assert periods.before("RT", of(2026, 3, 2, 9)) == of(2026, 3, 1, 9)
    assert periods.year_before("RT", of(2026, 3, 2, 9)) == of(2025, 3, 2, 23)
    assert periods.year_before("W", of(2026, 3, 2)).weekday() == 0


@given(st.lists(st.tuples(whole, whole), min_size=1, max_size=9))
def test_a_share_of_parts_is_made_of_their_numbers_whatever_their_order(parts: list[tuple[Decimal, Decimal]]) -> None:
    made = figures.rolled_up(100, [figures.quotient(*part, 100) for part in parts])
    assert made == figures.rolled_up(100, [figures.quotient(*part, 100) for part in reversed(parts)])
    over, under = (sum((part[at] for part in parts), Decimal(0)) for at in (0, 1))
    assert made == figures.quotient(over, under, 100)
    assert (made.value is None) == (under == 0)


def test_nothing_known_is_not_zero() -> None:
    assert figures.rolled_up(None, [Figure(None), Figure(None)]).value is None
    assert figures.rolled_up(None, [Figure(None), Figure(Decimal(0))]).value == 0
    assert figures.quotient(Decimal(0), Decimal(0), 100).value is None


def test_equal_figures_share_a_place_and_the_next_counts_them() -> None:
    values = {"a": Decimal(9), "b": Decimal(7), "c": Decimal(7), "d": Decimal(1), "e": None}
    placed = rank.placed(values, higher_first=True)
    assert {key: tuple(place) for key, place in placed.items()} == {
        "a": (1, 4, 0), "b": (2, 4, 1), "c": (2, 4, 1), "d": (4, 4, 0)
    }  # fmt: skip
    assert rank.placed(values, higher_first=False)["d"].place == 1


def test_one_to_nine_people_are_few_and_none_is_not() -> None:
    numbers = {count: few.is_few(Figure(Decimal(count))) for count in (0, 1, 9, 10)}
    assert numbers == {0: False, 1: True, 9: True, 10: False}
    assert few.is_few(Figure(None, Decimal(995), Decimal(1_000)))
    assert not few.is_few(Figure(None, Decimal(500), Decimal(1_000)))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), whole.map(Figure), min_size=1, max_size=8))
def test_what_is_hidden_cannot_be_taken_from_the_whole(parts: dict[str, Figure]) -> None:
    hidden = few.hidden(parts)
    assert {key for key, part in parts.items() if few.is_few(part)} <= hidden
    if len(hidden) == 1:
        # All the others are nobody, so the whole says it by itself and is hidden as few.
        assert all(part.value == 0 for key, part in parts.items() if key not in hidden)


def watch(operator: str = "above", margin: int = 2, **more: object) -> Watch:
    given = {"quiet_from": None, "quiet_until": None, "crossed_at": None, "told_at": None, **more}
    return Watch(operator, Decimal(10), Decimal(margin), **given)  # type: ignore[arg-type]  # as the test says


def test_a_crossing_is_told_once_and_armed_again_beyond_the_margin() -> None:
    first = crossing.step(watch(), Decimal(11), NOW)
    assert (first.crossed_at, first.is_told) == (NOW, True)
    told = watch(crossed_at=NOW, told_at=NOW)
    later = NOW + timedelta(hours=3)
    assert not crossing.step(told, Decimal(15), later).is_told
    # Back over the threshold, but not by the margin: it is not over.
    assert crossing.step(told, Decimal(9), later).crossed_at == NOW
    assert crossing.step(told, Decimal(8), later).crossed_at is None
    again = watch(told_at=NOW)
    assert crossing.step(again, Decimal(11), later).is_told
    assert not crossing.step(again, Decimal(11), NOW + timedelta(minutes=5)).is_told


def test_a_threshold_from_below_is_the_same_turned_round() -> None:
    assert crossing.step(watch("below"), Decimal(9), NOW).is_told
    assert not crossing.step(watch("below"), Decimal(10), NOW).is_told
    assert crossing.step(watch("below", crossed_at=NOW), Decimal(11), NOW).crossed_at == NOW
    assert crossing.step(watch("below", crossed_at=NOW), Decimal(12), NOW).crossed_at is None


def test_in_quiet_hours_nobody_is_told_and_at_their_end_he_is() -> None:
    quiet = {"quiet_from": time(22), "quiet_until": time(9, 30)}
    at_night = crossing.step(watch(**quiet), Decimal(11), NOW)
    assert (at_night.crossed_at, at_night.is_told) == (NOW, False)
    assert crossing.step(watch(**quiet, crossed_at=NOW), Decimal(11), NOW + timedelta(hours=1)).is_told
    assert crossing.is_quiet(time(8), time(10), NOW)
    assert not crossing.is_quiet(time(10), time(8), NOW)


def test_the_words_of_a_crossing_fit_on_a_phone() -> None:
    names = {"zh": "武林街道仙林社区", "en": "Xianlin community, Wulin"}
    for definition in reader.every().values():
        said = crossing.texts(definition, names, watch(), Decimal("98765.4321"))
        assert len(said["zh"]["title"]) <= 20
        assert len(said["zh"]["body"]) <= 50


@pytest.mark.parametrize(
    ("period", "said", "begun"),
    [
        ("D", "2026年3月2日", of(2026, 3, 2)),
        ("D", "2026/3/2", of(2026, 3, 2)),
        ("W", "2026-W10", of(2026, 3, 2)),
        ("W", "2026年第10周", of(2026, 3, 2)),
        ("M", "2026年3月", of(2026, 3, 1)),
        ("M", "2026-03-01", of(2026, 3, 1)),
        ("Q", "2026Q1", of(2026, 1, 1)),
        ("Q", "2026年第2季度", of(2026, 4, 1)),
        ("Y", "2026", of(2026, 1, 1)),
        ("RT", "2026-03-02T09:41", of(2026, 3, 2, 9)),
        ("M", "2026-03-02", None),
        ("W", "2026-03-03", None),
        ("W", "2026-W54", None),
        ("D", "2026-02-30", None),
        ("Q", "2026Q5", None),
        ("RT", "soon", None),
    ],
)
def test_periods_are_read_as_people_write_them(period: str, said: str, begun: datetime | None) -> None:
    assert sent.begin_of(period, said) == begun


@pytest.mark.parametrize(
    ("said", "number"), [("1,234.5", "1234.5"), ("98%", "98"), ("-3", "-3"), ("1e40", None), ("NaN", None), ("x", None)]
)
def test_numbers_are_read_exactly_or_not_at_all(said: str, number: str | None) -> None:
    assert sent.number(said) == (None if number is None else Decimal(number))


def test_a_share_without_its_two_numbers_is_not_taken() -> None:
    share = reader.one("EC041")
    assert list(sent.faults(share, Sent(1, "EC041", "", "2026-03-01", value="98"), NOW)) == [
        ("numerator", "reading.two_numbers"),
        ("denominator", "reading.two_numbers"),
    ]
    early = Sent(1, "EC041", "", "2009-03-01", numerator="1", denominator="-2", taken_at="2027-01-01T00:00")
    assert [code for _, code in sent.faults(share, early, NOW)] == [
        "reading.period_out_of_range", "reading.negative_denominator", "reading.taken_at"
    ]  # fmt: skip
