"""The plans, five emergencies and the test of the lines: in both languages, short enough for a notification."""

import pytest
from shapely import Point

from backend.commands.catalogue.reader import read_all
from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.drill_life import TEST_PLAN
from backend.commands.rules.muster import PLAN as MUSTER
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, fill, width, words_of
from backend.demo import geography

PLANS = read_all()
KINDS = ("texts", "correction", "all_clear")

#: Nobody is told to do anything in a test of the lines, and nobody is in danger who is called to a muster.
EMERGENCIES = [plan for plan in PLANS if plan["code"] not in {TEST_PLAN, MUSTER}]

every_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan["code"] for plan in PLANS])
every_emergency = pytest.mark.parametrize("plan", EMERGENCIES, ids=[plan["code"] for plan in EMERGENCIES])


@pytest.fixture(scope="module")
def world():
    return geography.read()


def filled(plan, kind):
    """As a drill with the examples: the longest that is sent."""
    given = {slot["name"]: slot["example"] for slot in plan["slots"]}
    return fill(plan[kind], words_of(plan["slots"], given), status=EXERCISE)


def test_there_are_the_five_plans_of_the_field_one_for_volunteers_and_one_for_testing_the_lines():
    assert [plan["code"] for plan in PLANS] == [
        "communication_test",
        "elevator_trapped",
        "fire",
        "gas_leak",
        "muster",
        "road_collapse",
        "typhoon_flooding",
    ]


@every_plan
@pytest.mark.parametrize("kind", KINDS)
def test_every_text_fits_a_notification_in_both_languages(plan, kind):
    for language, text in filled(plan, kind).items():
        assert width(text["headline"]) <= TITLE_WIDTH, language
        assert width(text["summary"]) <= BODY_WIDTH, language
        assert "{" not in "".join(text.values())
    assert width(plan["title"]["zh"]) <= TITLE_WIDTH


@every_emergency
def test_an_order_says_where_what_to_do_what_not_until_when_and_whom_to_call(plan):
    zh, en = plan["texts"]["zh"], plan["texts"]["en"]
    for text in (zh, en):
        assert "{place}" in text["summary"]
        assert "{place}" in text["description"]
        assert "{place}" in text["instruction"]
        assert "{phone}" in text["instruction"]
        assert "119" in text["instruction"]
    assert "不" in zh["instruction"]
    assert "解除" in zh["instruction"] or "救出后点“完成”" in zh["instruction"]
    assert "all-clear" in en["instruction"] or "Tap “Done”" in en["instruction"]


@every_plan
def test_a_correction_and_an_all_clear_say_what_they_are_in_their_first_word(plan):
    assert plan["correction"]["zh"]["headline"].startswith("更正")
    assert "withdrawn" in plan["correction"]["en"]["headline"]
    assert plan["all_clear"]["zh"]["headline"].startswith("解除")
    assert plan["all_clear"]["en"]["headline"].startswith("All clear")


@every_plan
def test_everybody_who_is_addressed_and_who_commands_has_a_checklist(plan):
    assert set(plan["checklist"]) == {*plan["roles"], "commander"}
    assert all(2 <= len(steps) <= 6 for steps in plan["checklist"].values())


@every_plan
def test_the_examples_fit_their_slots(plan):
    for slot in plan["slots"]:
        assert all(width(example) <= slot["max_length"] for example in slot["example"].values()), slot["name"]


@every_plan
def test_assembly_points_lie_in_the_street_they_serve_and_say_that_they_are_schematic(plan, world):
    for point in plan["assembly_points"]:
        assert world.shapes[point["area_code"]].contains(Point(point["lng"], point["lat"])), point["name"]
        assert point["name"]["zh"].endswith("（示意）")
        assert point["name"]["en"].endswith("(schematic)")
    served = {point["area_code"] for point in plan["assembly_points"]}
    assert served in (set(), set(world.codes("street")))


@every_plan
def test_a_plan_that_evacuates_knows_where_to(plan):
    assert plan["evacuates"] is (plan["code"] not in {"elevator_trapped", MUSTER, TEST_PLAN})
    assert bool(plan["assembly_points"]) is plan["evacuates"]


def test_a_test_of_the_lines_says_that_there_is_no_danger_and_asks_for_one_tap():
    plan = next(plan for plan in PLANS if plan["code"] == TEST_PLAN)
    assert (plan["severity"], plan["response_level"], plan["evacuates"]) == ("Minor", "IV", False)
    assert plan["life_minutes"] <= 60
    assert plan["assembly_points"] == []
    zh, en = plan["texts"]["zh"], plan["texts"]["en"]
    assert all("没有险情" in zh[part] and "no danger" in en[part] for part in ("summary", "instruction"))
    assert "收到" in zh["headline"] + zh["summary"]
    assert "Received" in en["summary"]
