"""Many rows cost as many questions as few: lists, and what a new limit makes of a street's rows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.modules.actions import every_day, switch
from backend.modules.actions.tell import MOST_APART
from backend.modules.models.entity import ModuleEntity
from backend.modules.rules import notices
from backend.push.models import Notice
from tests.builders import modules, people
from tests.cast import CHAOMING, DAOMAO_EAST, DAOMAO_WEST, DONGHE_WEST, Cast
from tests.client import ActingClient

GRIDS = (DAOMAO_WEST, DAOMAO_EAST, DONGHE_WEST)
LIST = f"/api/modules/{modules.HOUSING}/entities"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING)
    return made


def dwellings(cast: Cast, count: int) -> None:
    """In the grids of a street by turns; thirteen tenants have four and a half square metres each."""
    for number in range(count):
        modules.entity(cast.chaoming_duty, GRIDS[number % len(GRIDS)], tenants=13, address=f"刀茅巷 {number} 号")


def limit(cast: Cast, area_each: int) -> None:
    by, adjustment = people.actor(cast.chaoming_commander), {"limits": {"area_each": area_each}}
    switch.switch(by, modules.HOUSING, CHAOMING, is_on=True, version=1, adjustment=adjustment, dry_run=False)


def test_a_page_of_many_asks_no_more_than_a_page_of_few(
    client: ActingClient, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    dwellings(cast, 12)
    counted = []
    for size in (1, 1, 12):
        with statements() as said:
            assert len(client.as_(cast.chaoming_commander).get(f"{LIST}?limit={size}").json["items"]) == size
        counted.append(len(said))
    assert counted[1] == counted[2]


def test_what_a_new_limit_finds_in_many_rows_is_one_message_to_each(cast: Cast) -> None:
    dwellings(cast, MOST_APART + 2)
    assert database.session.scalars(select(Notice)).all() == []
    limit(cast, 5)
    assert every_day.catch_up() == MOST_APART + 2
    told = database.session.scalars(select(Notice).where(Notice.kind == "module")).all()
    heard: dict[Any, list[str]] = {}
    for notice in told:
        heard.setdefault(notice.person_id, []).append(notice.texts["zh"]["body"])
    # In Daomao the secretary is the commander next above: eight of its rows are his, each by itself.
    assert len(heard[cast.chaoming_duty.id]) == 1
    assert heard[cast.chaoming_duty.id][0].endswith("等共 12 项")
    assert (len(heard[cast.secretary.id]), len(heard[cast.chaoming_commander.id])) == (8, 4)
    became = database.session.scalars(select(Fact.data["state"].astext).where(Fact.kind == "entity.became"))
    assert list(became).count("red") == MOST_APART + 2
    assert every_day.catch_up() == 0


def test_where_more_follow_at_once_also_a_few_are_one_message(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dwellings(cast, 6)
    limit(cast, 5)
    monkeypatch.setattr(every_day, "AT_ONCE", 3)
    assert [every_day.catch_up() for _ in range(3)] == [3, 3, 0]
    told = database.session.scalars(select(Notice).where(Notice.person_id == cast.chaoming_duty.id)).all()
    assert [notice.texts["zh"]["body"][-6:] for notice in told] == ["等共 3 项"] * 2
    assert all(len(notice.texts["zh"]["body"]) <= notices.BODY for notice in told)


def test_working_out_many_asks_no_more_than_working_out_few(
    cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    dwellings(cast, 12)
    counted = []
    for area_each in (3, 4, 3):
        limit(cast, area_each)
        if area_each == 4:
            few = select(ModuleEntity.id).limit(10)
            done = select(ModuleEntity).where(ModuleEntity.id.in_(few))
            for row in database.session.scalars(done):
                row.computed_on = row.created_at.date()
            database.session.flush()
        database.session.expire_all()
        with statements() as said:
            every_day.catch_up()
        counted.append(len(said))
    assert counted[0] == counted[1] == counted[2]


def test_a_state_set_by_hand_ends_also_among_rows_of_an_earlier_day(cast: Cast, clock: Any) -> None:
    first, second = (modules.entity(cast.chaoming_duty, DAOMAO_WEST) for _ in range(2))
    modules.set_by_hand(cast.chaoming_duty, first, "yellow", "群众反映")
    clock.move(timedelta(days=2).total_seconds())
    assert every_day.catch_up() == 2, "a row that is due for both reasons is worked out once"
    states = {one: database.session.get_one(ModuleEntity, one).state for one in (first, second)}
    assert set(states.values()) == {"green"}
