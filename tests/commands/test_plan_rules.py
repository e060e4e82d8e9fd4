"""The pure rules of plans: what is wrong with one, what its editor should know, and what differs between two."""

import json
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.commands.catalogue.reader import Unfit, read, read_all
from backend.commands.rules import plan_content, plan_diff, plan_warnings, texts
from backend.commands.rules.plan_faults import WORDS
from backend.commands.rules.plan_version import digest
from backend.commands.schemas import plan_draft

#: The client counts by the same table: pwa/tests/width.test.ts.
WIDTHS = json.loads((Path(__file__).parent / "widths.json").read_text())
PLANS = {plan["code"]: plan for plan in read_all()}
ROAD = PLANS["road_collapse"]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The plan of the road collapse with one field replaced; a number in the path is a place in a list."""
    plan = deepcopy(ROAD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    reduce(lambda part, step: part[step], way, plan)[last] = value  # type: ignore[index, call-overload]  # plain JSON
    return plan


def found(plan: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fault["path"], fault["code"]) for fault in plan_draft.check(plan)["faults"]}


@pytest.mark.parametrize(("text", "wide"), WIDTHS)
def test_a_full_width_character_counts_one_and_any_other_a_half(text: str, wide: float) -> None:
    assert texts.width(text) == wide


def test_a_slot_counts_as_often_as_it_is_named() -> None:
    assert texts.widest("{place}与{place}，{when}", {"place": 8, "when": 3}) == 8 + 1 + 8 + 1 + 3
    assert texts.widest("{nowhere}", {}) == 0


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_plans_of_the_catalogue_have_no_fault(plan: dict[str, Any]) -> None:
    assert plan_draft.check(plan)["faults"] == []


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("texts.zh.headline", "", "texts.zh.headline", "required"),
        ("texts.zh.headline", "  ", "texts.zh.headline", "required"),
        ("texts.zh.headline", None, "texts.zh.headline", "required"),
        ("texts.zh.headline", 7, "texts.zh.headline", "malformed"),
        ("texts.zh", [], "texts.zh", "malformed"),
        ("texts.zh.headline", "{place}塌陷", "texts.zh.headline", "headline_too_wide"),
        ("correction.en.headline", "x" * 30, "correction.en.headline", "headline_too_wide"),
        ("all_clear.en.instruction", "x" * 2001, "all_clear.en.instruction", "too_long"),
        ("all_clear.zh.instruction", "问{whom}", "all_clear.zh.instruction", "slot_unknown"),
        ("slots.0.max_length", 61, "slots.0.max_length", "out_of_range"),
        ("slots.0.name", "Place", "slots.0.name", "bad_code"),
        ("slots.1.name", "place", "slots.1.name", "slot_repeated"),
        ("slots.0.label.en", "", "slots.0.label.en", "required"),
        ("title.zh", "长" * 21, "title.zh", "title_too_wide"),
        ("quorum", 0, "quorum", "out_of_range"),
        ("event_class", "war", "event_class", "not_offered"),
        ("roles", ["king"], "roles.0", "not_offered"),
        ("checklist", {"grid_worker": [{"zh": "走"}]}, "checklist.grid_worker.0.en", "required"),
        ("checklist", {"king": []}, "checklist.king", "not_offered"),
        ("checklist.volunteer", [{"zh": "走", "en": "Go"}] * 31, "checklist.volunteer", "too_many"),
        ("assembly_points.0.area_code", "x", "assembly_points.0.area_code", "bad_area_code"),
        ("assembly_points.0.lng", 181, "assembly_points.0.lng", "out_of_range"),
        ("assembly_points.0.name.en", "x" * 201, "assembly_points.0.name.en", "too_long"),
        ("colour", "red", "colour", "unknown_field"),
    ],
)
def test_each_fault_is_named_with_its_field(path: str, value: Any, where: str, code: str) -> None:
    assert (where, code) in found(changed(path, value))


def test_a_slot_that_no_text_uses_is_a_fault_of_the_slot() -> None:
    extra = {**ROAD["slots"][0], "name": "depth"}
    assert found(changed("slots", [*ROAD["slots"], extra])) == {("slots.3.name", "slot_unused")}


def test_a_draft_of_nothing_lacks_every_field_and_breaks_nothing() -> None:
    lacking = found({})
    assert {code for _, code in lacking} == {"required"}
    assert {"texts", "slots", "title", "evacuates"} <= {path for path, _ in lacking}


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
KEY = st.sampled_from([*ROAD, "zh", "en", "headline", "name", "grid_worker"])
JSON = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(KEY, inner))


@settings(deadline=None)  # how long it takes is the machine's affair
@given(JSON)
def test_no_draft_breaks_the_check(draft: Any) -> None:
    plan_draft.check(draft if isinstance(draft, dict) else {"texts": draft, "slots": draft, "checklist": draft})
    plan_draft.check({**ROAD, "slots": draft, "title": draft, "checklist": draft})


def test_every_finding_has_words_in_both_languages_without_a_place_left_open() -> None:
    for plan in (changed("texts.zh.headline", "{where}" * 5), changed("slots.0.max_length", 40), {}):
        checked = plan_draft.check(plan)
        for finding in checked["faults"] + checked["warnings"]:
            assert finding["zh"]
            assert finding["en"]
            assert "{" not in finding["zh"] + finding["en"]
    assert all(words.zh and words.en for words in WORDS.values())


def test_the_reader_says_what_is_wrong_with_a_file_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "road_collapse.yaml"
    file.write_text(json.dumps(changed("texts.zh.headline", "{where}长长长长长长长长长长长长长长长长长长长长长")))
    with pytest.raises(Unfit) as unfit:
        read(file)
    assert str(unfit.value) == (
        "road_collapse.yaml: texts.zh.headline names the slot where, which the plan does not have; "
        "texts.zh.headline may be wider than 20 full-width characters"
    )


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("texts.zh.summary", "{place}" * 3 + "三处塌陷", "texts.zh.summary", "body_shortened"),
        ("texts.zh.summary", "{place}" * 5, "texts.zh.summary", "sms_segments"),
        ("slots.1.example.zh", "一百二十米以外", "slots.1.example.zh", "example_too_wide"),
        ("assembly_points", [], "assembly_points", "no_assembly_point"),
        ("roles", ["grid_worker", "handler"], "checklist.handler", "no_checklist"),
    ],
)
def test_a_warning_does_not_keep_a_plan_from_being_saved(path: str, value: Any, where: str, code: str) -> None:
    checked = plan_draft.check(changed(path, value))
    assert checked["faults"] == []
    assert (where, code) in {(finding["path"], finding["code"]) for finding in checked["warnings"]}


def test_a_plan_without_a_number_to_call_is_warned_of() -> None:
    nobody = json.loads(json.dumps(ROAD).replace("{phone}", "").replace('"phone"', '"number"'))
    assert "no_phone" in {finding["code"] for finding in plan_draft.check(nobody)["warnings"]}
    assert "no_phone" not in {finding["code"] for finding in plan_draft.check(ROAD)["warnings"]}


def test_a_message_of_letters_holds_more_than_one_of_characters() -> None:
    assert [plan_warnings.segments("x", length) for length in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert [plan_warnings.segments("塌", length) for length in (70, 71, 134, 135)] == [1, 2, 2, 3]


def paths(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [change.path for change in plan_diff.differences(before, after)]


def test_equal_plans_do_not_differ() -> None:
    assert plan_diff.differences(ROAD, deepcopy(ROAD)) == []
    assert digest(ROAD) == digest(dict(reversed(ROAD.items())))


def test_a_text_differs_by_words_and_a_slot_is_one_word() -> None:
    after = changed("texts.zh.headline", "道路塌陷，立刻撤离{place}")
    [change] = plan_diff.differences(ROAD, after)
    assert change.path == "texts.zh.headline"
    assert change.pieces is not None
    assert [tuple(piece) for piece in change.pieces] == [
        ("same", "道路塌陷，立"),
        ("removed", "即"),
        ("added", "刻"),
        ("same", "撤离"),
        ("added", "{place}"),
    ]


@given(st.text("道路塌陷 ab{place}，", max_size=40), st.text("道路塌陷 ab{place}，", max_size=40))
def test_the_pieces_add_up_to_both_texts(before: str, after: str) -> None:
    found = plan_diff.pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after


def test_a_text_too_long_to_compare_is_simply_another() -> None:
    found = plan_diff.pieces("塌" * 1500, "陷" * 1500)
    assert [piece.kind for piece in found] == ["removed", "added"]


def test_a_slot_is_the_same_wherever_it_stands() -> None:
    first, second, third = ROAD["slots"]
    assert paths(ROAD, changed("slots", [second, first, third])) == ["slots"]
    assert paths(ROAD, changed("slots", [first, third])) == ["slots.radius"]
    assert paths(ROAD, changed("slots.2.max_length", 9)) == ["slots.phone.max_length"]


def test_a_step_put_in_between_leaves_the_others_alone() -> None:
    steps = ROAD["checklist"]["volunteer"]
    new = {"zh": "戴头盔", "en": "Wear a helmet"}
    [change] = plan_diff.differences(ROAD, changed("checklist.volunteer", [steps[0], new, *steps[1:]]))
    assert (change.path, change.before, change.after) == ("checklist.volunteer.1", None, new)
    [gone] = plan_diff.differences(ROAD, changed("checklist.volunteer", steps[1:]))
    assert (gone.path, gone.before, gone.after) == ("checklist.volunteer.0", steps[0], None)
    [reworded] = plan_diff.differences(ROAD, changed("checklist.volunteer.2.zh", "协助登记"))
    assert reworded.path == "checklist.volunteer.2.zh"


def test_changes_come_in_the_order_in_which_a_plan_is_read() -> None:
    after = {**changed("all_clear.zh.summary", "解除。"), "severity": "Extreme", "roles": ["grid_worker"]}
    after["title"] = {"zh": "塌陷", "en": "Collapse"}
    assert paths(ROAD, after) == ["title.zh", "title.en", "severity", "all_clear.zh.summary", "roles.1", "roles.2"]


def test_a_field_that_an_older_version_does_not_have_is_added() -> None:
    before = {name: value for name, value in ROAD.items() if name != "evacuates"}
    assert [tuple(change) for change in plan_diff.differences(before, ROAD)] == [("evacuates", None, True, None)]


def test_every_text_of_a_plan_is_judged() -> None:
    assert len(list(plan_content.texts(ROAD))) == 3 * 2 * 4
