"""The lives of the demo's module rows, before they are written anywhere: taken by the engine, and in all colours."""

from collections import Counter
from datetime import date, timedelta

import pytest

from backend.demo.modules.hold import TOLD
from backend.demo.modules.lives import live
from backend.demo.modules.telling import Dice, Filled, Ground
from backend.modules.catalogue import reader
from backend.modules.rules import spec as specs

TODAY = date(2026, 3, 2)
GROUND = Ground(
    "330103005056001", "330103.330103005.330103005056.330103005056001.", "潮鸣街道", "刀茅巷", 120.17, 30.28
)
SHIPPED = {module["id"]: module for module in reader.read_all()}

every = pytest.mark.parametrize("told", TOLD, ids=[told.module for told in TOLD])


def lives(told, today=TODAY):
    dice = Dice(told.module, today)
    told_lives = [told.tell(dice, GROUND, number) for number in range(told.count)]
    return [live(SHIPPED[told.module], sorted(life, key=lambda step: -step.ago), today) for life in told_lives]


def test_every_module_whose_rows_people_fill_in_is_told():
    filled_in = {name for name, module in SHIPPED.items()
                 if any("source" not in entity for entity in module["entities"].values())}  # fmt: skip
    assert {told.module for told in TOLD} == filled_in
    assert all(30 <= told.count <= 200 for told in TOLD)


@every
def test_the_engine_takes_every_form_and_there_is_a_row_in_every_state(told):
    lived = lives(told)
    assert None not in lived
    states = Counter(one.verdict.state.code for one in lived)
    kind = lived[0].entity.kind
    assert set(states) == set(SHIPPED[told.module]["states"][kind])
    # Most of a district is well.
    assert states.most_common(1)[0][0] in {"green", "good"}


@every
def test_whoever_looks_after_the_first_grid_sees_several_states_and_has_something_to_do(told):
    lived = lives(told)[: max(told.at_home[0], 8)]
    assert len({one.verdict.state.code for one in lived}) >= 3
    assert any(task.opens_on <= TODAY for one in lived for task in one.tasks)


def test_some_tasks_are_overdue_and_have_climbed():
    tasks = [task for told in TOLD for one in lives(told) for task in one.tasks]
    assert sum(task.due_on < TODAY for task in tasks) > 20
    assert any(task.climbs_on is not None and task.climbs_on <= TODAY for task in tasks)


@every
def test_the_same_lives_are_told_of_another_day(told):
    later = TODAY + timedelta(days=40)
    assert [one.verdict.state.code for one in lives(told)] == [one.verdict.state.code for one in lives(told, later)]


def test_what_is_indexed_in_lists_says_nothing_of_anybody():
    for told in TOLD:
        module = SHIPPED[told.module]
        for kind in module["entities"]:
            assert module["entities"][kind]["label"] not in specs.personal(module, kind)


def test_a_state_is_as_old_as_the_day_on_which_it_turned():
    visited = Filled(30, "visit", {"well": True, "care": "middle"})
    opened = {
        "code": "YL-0001",
        "name": "钱大同",
        "born_on": "1940-01-01",
        "home": "刀茅巷12号",
        "phone": "19900001111",
    }
    life = [Filled(60, "register", {**opened, "alone": True, "agreed": True, "care": "middle"}), visited]
    lived = live(SHIPPED["elder_care"], life, TODAY)
    # Seen thirty days ago and to be seen after seven, he is late since the eighth.
    assert lived.verdict.state == ("yellow", TODAY - timedelta(days=22))


def test_a_form_that_the_module_in_force_does_not_take_makes_no_row():
    assert live(SHIPPED["parking"], [Filled(3, "register", {"name": "东河停车场"})], TODAY) is None
