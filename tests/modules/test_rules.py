"""The engine over a small module: forms, states, tasks, migrations, figures, what a street adds, and what is told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.modules.catalogue import reader
from backend.modules.rules import (
    difference,
    forms,
    indicators,
    keeping,
    migrating,
    overlay,
    states,
    tasks,
)
from backend.modules.rules.scope import NO_STATE, Entity, State
from tests.modules.small import SMALL

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    return reader.read(SMALL)


def bench(state: State = NO_STATE, **data: Any) -> Entity:
    return Entity("bench", {"place": "桥头", **data}, date(2026, 2, 1), state)


def test_a_state_keeps_the_day_that_it_came_and_says_every_reason(small: dict[str, Any]) -> None:
    was = State("broken", date(2026, 2, 20))
    verdict = states.decide(small, bench(was, sound=False, seen_on="2026-01-01"), TODAY)
    assert verdict.state == was
    assert verdict.why == {"zh": "坏: 损坏 + 60 天未看", "en": "Broken: broken + not seen for 60 days"}
    assert states.decide(small, bench(was, sound=True, seen_on="2026-03-01"), TODAY).state == State("good", TODAY)


def test_a_task_opens_before_it_is_due_and_climbs_after(small: dict[str, Any]) -> None:
    task = tasks.due(small, bench(seen_on="2026-02-20"), TODAY)[0]
    assert (task.due_on, task.opens_on) == (date(2026, 3, 22), date(2026, 3, 17))
    assert (task.climbs_on, task.climbs_to) == (date(2026, 3, 24), "duty_officer")


def test_where_the_day_is_missing_a_task_counts_from_the_creation(small: dict[str, Any]) -> None:
    assert tasks.due(small, bench(), TODAY)[0].due_on == date(2026, 3, 3)


def test_a_form_takes_what_it_shows_and_checks_it(small: dict[str, Any]) -> None:
    filled = forms.fill_in(small, "look", bench(donor="钱"), {"sound": False, "donor": "李"}, TODAY)
    assert filled.faults == []
    assert filled.data == {"place": "桥头", "sound": False, "donor": "钱", "seen_on": "2026-03-02"}


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"sound": True, "colour": "green"}, [("colour", "module.field_not_asked")]),
        ({}, [("sound", "module.field_required")]),
        ({"sound": "yes"}, [("sound", "module.field_unfit")]),
        ({"sound": True, "place": None}, [("place", "module.field_required")]),
        ({"sound": True, "place": ""}, [("place", "module.field_unfit")]),
    ],
)
def test_a_form_says_what_is_wrong_with_it(small: dict[str, Any], given: Any, faults: Any) -> None:
    filled = forms.fill_in(small, "look", bench(), given, TODAY)
    assert [(fault.field, fault.code) for fault in filled.faults] == faults


def test_null_takes_a_value_back(small: dict[str, Any]) -> None:
    filled = forms.fill_in(small, "look", bench(donor="钱"), {"sound": True, "donor": None}, TODAY)
    assert "donor" not in filled.data


def test_an_old_phones_form_is_read_in_its_own_words(small: dict[str, Any]) -> None:
    assert [migrating.can_read(small, version) for version in (0, 1, 2, 3)] == [False, True, True, False]
    old = {"where": "桥头", "sound": "no", "giver": "钱", "own_colour": "绿"}
    made = migrating.brought_up(small, "bench", old, version=1, today=TODAY)
    assert made == {"place": "桥头", "sound": False, "donor": "钱", "own_colour": "绿"}
    assert migrating.brought_up(small, "bench", made, version=2, today=TODAY) == made


def test_what_does_not_fit_a_version_is_named(small: dict[str, Any]) -> None:
    said = migrating.left_over(small, "bench", {"place": "桥头", "sound": "no", "height": 3})
    assert said == {"height": "unknown field", "sound": "'no' is not of type 'boolean'"}


def test_shares_roll_up_by_their_two_numbers_and_medians_do_not(small: dict[str, Any]) -> None:
    parts = [indicators.share(1, 2), indicators.share(9, 10), indicators.share(0, 0)]
    assert indicators.roll_up("percent", parts) == (83.33, 10, 12)
    assert indicators.roll_up("count", [indicators.Reading(2, 2), indicators.Reading(3, 3)]) == (5, 5, None)
    with pytest.raises(ValueError, match="entities themselves"):
        indicators.roll_up("median", parts)


def test_of_nothing_there_is_no_share_and_no_median() -> None:
    assert indicators.measure("percent", []) == (None, 0, 0)
    assert indicators.measure("median", []) == (None, None, 0)
    assert indicators.measure("count", []) == (0, 0, None)


def test_few_people_are_not_counted_in_the_open() -> None:
    few, many = indicators.Reading(9, 9), indicators.Reading(10, 10)
    assert [indicators.suppressed({"people": True}, one) for one in (few, many)] == [True, False]
    assert not indicators.suppressed({}, few)


def test_a_street_sets_limits_and_adds_fields_that_every_form_asks_for(small: dict[str, Any]) -> None:
    own = {"label": {"zh": "颜色", "en": "Colour"}, "schema": {"type": "string"}, "personal": "none", "widget": "text"}
    adjustment = {"limits": {"every": 14}, "fields": {"bench": {"own_colour": own}}}
    assert overlay.faults(small, adjustment) == []
    made = overlay.laid_over(small, adjustment)
    assert small["limits"]["every"]["value"] == 30
    assert tasks.due(made, bench(seen_on="2026-03-01"), TODAY)[0].due_on == date(2026, 3, 15)
    assert forms.fill_in(made, "look", bench(), {"sound": True, "own_colour": "绿"}, TODAY).data["own_colour"] == "绿"
    assert overlay.lines(small, adjustment) == ["~ limits.every: 30 → 14", "+ bench.own_colour: 颜色 / Colour"]


def test_what_a_street_may_not_change_is_named(small: dict[str, Any]) -> None:
    adjustment = {"limits": {"every": 3, "never": 1}, "fields": {"seat": {}, "bench": {"colour": {}}}}
    assert [fault.code for fault in overlay.faults(small, adjustment)] == [
        "module.limit_out_of_bounds",
        "module.unknown_limit",
        "module.unknown_entity",
        "module.own_name",
    ]


def test_the_difference_of_two_versions_is_read_line_by_line(small: dict[str, Any]) -> None:
    text = SMALL.replace("value: 30", "value: 60").replace("'===': [{var: sound}, false]", "'!': [{var: sound}]")
    newer = reader.marks.read(text).value
    assert difference.between(small, newer) == [
        "~ limits.every.value: 30 → 60",
        '~ rules.bench[broken].because[0].when: {"===":[{"var":"sound"},false]} → {"!":[{"var":"sound"}]}',
    ]
    assert difference.between(small, small) == []


def test_what_is_kept_is_counted_from_the_last_form_and_stripped_of_names(small: dict[str, Any]) -> None:
    saved_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert keeping.purge_after(small, "bench", {}, saved_at) == datetime(2027, 3, 2, 8, tzinfo=UTC)
    assert keeping.stripped(small, "bench", {"place": "桥头", "donor": "钱", "own_colour": "绿"}) == {"place": "桥头"}
