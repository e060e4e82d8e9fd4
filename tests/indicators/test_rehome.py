"""When areas move or merge their readings go along, and what wholes said before stands as it was."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from backend.areas.actions.succeed import merge, succeed
from backend.areas.models import Area
from backend.core.db import db as database
from backend.indicators.actions.rehome import rehome
from backend.indicators.actions.switch_mode import switch_mode
from backend.indicators.models.reading import Reading, ReadingTrace
from backend.indicators.models.watch import CockpitMode, IndicatorSubscription
from backend.indicators.queries import modes
from backend.indicators.rules.tree import History, Lived
from tests.builders import people
from tests.builders.readings import FIRMS, RESUMED, feed, new, taken, value, watched
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, DONGHE, DONGHE_WEST, WULIN, XIANLIN, Cast

SUNDAY, MONDAY = "2026-03-01", date(2026, 3, 2)
THEN = date(2026, 3, 1)
#: 刀茅巷 as a community of the street next door
MOVED = "330103002056"


def moved_to_wulin(cast: Cast) -> None:
    path = cast.areas[DAOMAO].path
    succeed(DAOMAO, becomes=MOVED, under=WULIN, on=MONDAY)
    rehome(path)
    database.session.expire_all()


def merged_into_donghe(cast: Cast) -> None:
    for code in (DAOMAO_WEST, DAOMAO_EAST):
        succeed(code, becomes=f"{DONGHE}0{code[-2:]}9", under=DONGHE, on=MONDAY)
    path = cast.areas[DAOMAO].path
    merge(DAOMAO, into=DONGHE, on=MONDAY)
    rehome(path)
    database.session.expire_all()


def said(code: str) -> list[tuple[str, object]]:
    query = select(Reading.area_code, Reading.value).where(Reading.indicator == code).order_by(Reading.area_code)
    return [tuple(row) for row in database.session.execute(query)]


def test_readings_traces_subscriptions_feeds_and_modes_go_along(cast: Cast, clock: Any) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    taken(new(FIRMS, DAOMAO, SUNDAY, 4), reason="补报")
    keeper = people.person("系统员", CHAOMING, "system_admin")
    row, _ = feed(keeper, DAOMAO)
    watch = watched(cast.secretary, DAOMAO)
    switch_mode(people.actor(cast.chaoming_commander), area=DAOMAO, mode="flood", reason="梅汛")
    moved_to_wulin(cast)
    assert value(FIRMS, MOVED, THEN) == 4
    assert database.session.scalar(select(ReadingTrace.value).where(ReadingTrace.area_code == MOVED)) == 3
    assert database.session.get_one(IndicatorSubscription, watch.id).area_code == MOVED
    database.session.refresh(row)
    assert (row.area_code, row.area_path) == (MOVED, f"{DISTRICT}.{WULIN}.{MOVED}.")
    assert modes.at(f"{DISTRICT}.{WULIN}.{MOVED}.")["key"] == "flood"
    before = said(FIRMS)
    rehome(cast.areas[DAOMAO].path)
    assert said(FIRMS) == before, "a second time changes nothing"


def test_what_streets_said_before_a_move_is_neither_lost_nor_counted_twice(cast: Cast, clock: Any) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, DONGHE, SUNDAY, 4), new(FIRMS, XIANLIN, SUNDAY, 5))
    moved_to_wulin(cast)
    taken(new(FIRMS, MOVED, SUNDAY, 10), new(FIRMS, DONGHE, SUNDAY, 6), reason="补报")
    assert [value(FIRMS, code, THEN) for code in (MOVED, DONGHE)] == [10, 6]
    # Whose parts were others then cannot be made of those of today.
    assert [value(FIRMS, code, THEN) for code in (CHAOMING, WULIN, DISTRICT)] == [7, 5, 12]
    taken(new(FIRMS, MOVED, "2026-03-02", 1), new(FIRMS, DONGHE, "2026-03-02", 2), new(FIRMS, XIANLIN, "2026-03-02", 4))
    assert [value(FIRMS, code, MONDAY) for code in (CHAOMING, WULIN, DISTRICT)] == [2, 5, 7]


def test_a_street_with_another_code_and_the_same_communities_is_still_made_of_them(cast: Cast, clock: Any) -> None:
    taken(new(RESUMED, DAOMAO, SUNDAY, 1, 1), new(RESUMED, DONGHE, SUNDAY, 8, 9))
    path, becomes = cast.areas[CHAOMING].path, "330103055"
    succeed(CHAOMING, becomes=becomes, under=DISTRICT, on=MONDAY)
    rehome(path)
    taken(new(RESUMED, f"{becomes}057", SUNDAY, 9, 9), reason="补报")
    assert (value(RESUMED, becomes, THEN), value(RESUMED, DISTRICT, THEN)) == (100, 100)


def test_an_end_that_is_announced_changes_nothing_before_it_comes(cast: Cast, clock: Any) -> None:
    for code, to in ((DONGHE, None), (DAOMAO, XIANLIN)):
        community = database.session.get_one(Area, code)
        community.valid_to, community.successor_code = date(2026, 12, 31), to
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, DONGHE, SUNDAY, 4), new(FIRMS, XIANLIN, SUNDAY, 5))
    assert [value(FIRMS, code, THEN) for code in (CHAOMING, WULIN, DISTRICT)] == [7, 5, 12]


def test_of_two_that_became_one_each_keeps_its_own_history(cast: Cast, clock: Any) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, DONGHE, SUNDAY, 4), new(FIRMS, DAOMAO, "2026-02-28", 2))
    taken(new(FIRMS, DAOMAO, SUNDAY, 5), reason="补报")
    switch_mode(people.actor(cast.chaoming_commander), area=DONGHE, mode="flood", reason="梅汛")
    for mode in ("epidemic", "normal"):
        switch_mode(people.actor(cast.chaoming_commander), area=DAOMAO, mode=mode, reason="演练")
    merged_into_donghe(cast)
    # Where both had one, the other's stays under its old code with what it said before; the rest goes along.
    assert (value(FIRMS, DONGHE, THEN), value(FIRMS, DAOMAO, THEN), value(FIRMS, CHAOMING, THEN)) == (4, 5, 9)
    assert value(FIRMS, DONGHE, date(2026, 2, 28)) == 2
    trace = select(ReadingTrace.area_code).where(ReadingTrace.area_code.in_([DAOMAO, DONGHE]))
    assert database.session.scalars(trace).all() == [DAOMAO]
    assert modes.at(cast.areas[DONGHE].path)["key"] == "flood", "a part that has come does not end the whole's mode"
    assert database.session.scalar(select(func.count()).select_from(CockpitMode)) == 3
    taken(new(FIRMS, DONGHE, SUNDAY, 6), reason="补报")
    assert (value(FIRMS, DONGHE, THEN), value(FIRMS, CHAOMING, THEN)) == (6, 9)
    assert value(FIRMS, DONGHE_WEST, THEN) is None


def test_an_area_that_is_new_does_not_keep_a_whole_from_being_corrected() -> None:
    first, second = date(2019, 1, 1), date(2025, 1, 1)
    street = Lived("1", None, first, None, None)
    old, added = Lived("11", "1", first, None, None), Lived("12", "1", second, None, None)
    gone = Lived("13", "1", second, date(2026, 1, 1), None)
    assert History([street, old, added]).is_as_now("1", date(2020, 1, 1))
    past = History([street, old, added, gone])
    days = (date(2020, 1, 1), date(2025, 6, 1), date(2026, 1, 1))
    assert [past.is_as_now("1", day) for day in days] == [True, False, True]
