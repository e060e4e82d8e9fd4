"""Signatures that a finger has drawn: their size and shape, by the same cases as the phone's rules."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.modules.catalogue import reader
from backend.modules.rules import forms, migrating, signatures, states
from backend.modules.rules import spec as specs
from backend.modules.rules.scope import Entity
from conformance.jsonlogic import client
from tests.builders import modules
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.modules.small import SMALL

CASES = json.loads((Path(__file__).parent / "signatures.json").read_text(encoding="utf-8"))
TODAY = date(2026, 3, 2)
DRAWN = "钱工\nM100 100l80 60 80 -60 80 60M500 200l0 90"
DOT = "钱工\nM100 100l4 4"
ANOTHERS = "李工\nM100 300l300 -90 200 40"

#: The small module, whose donor signs; and a list of people who do.
TEXT = (
    SMALL.replace("schema: {type: string}, personal: name}", "schema: {type: string, maxLength: 8}, personal: name}")
    .replace("{field: donor, as: text, show_if: {var: sound}}", "{field: donor, as: signature, show_if: {var: sound}}")
    .replace("say: {zh: 完好, en: sound}", 'say: {zh: "{donor} 捐赠", en: "given by {donor}"}')
)
ASKED = TEXT.replace("as: signature, show_if: {var: sound}", "as: signature, require_if: {var: sound}")


def spec(text: str = TEXT) -> dict[str, Any]:
    return reader.read(text)


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING)
    return made


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_what_was_drawn_is_read_or_refused_by_name(case: dict[str, Any]) -> None:
    assert (signatures.name_of(case["said"]), signatures.fault(case["said"])) == (case["name"], case["fault"])


def test_too_much_is_refused_before_anybody_reads_it() -> None:
    long = "钱工\nM1 1l" + " ".join(["1 1"] * 2_000)
    assert signatures.fault(long) == "module.signature_too_long"


def test_the_schema_is_of_the_name_and_the_drawing_has_limits_of_its_own() -> None:
    def faults(donor: str) -> list[str]:
        given = {"place": "桥头", "sound": True, "donor": donor}
        return [fault.code for fault in forms.fill_in(spec(), "look", Entity("bench", {}, TODAY), given, TODAY).faults]

    assert [faults(DRAWN), faults(DOT)] == [[], ["module.signature_too_short"]]
    assert faults("一个长于八个字的名字" + DRAWN[2:]) == ["module.field_unfit"]


def test_a_reason_says_the_name_alone_and_a_new_version_finds_it_fit() -> None:
    data = {"place": "桥头", "sound": True, "donor": DRAWN, "seen_on": "2026-03-01"}
    assert states.decide(spec(), Entity("bench", data, TODAY), TODAY).why["zh"] == "好: 钱工 捐赠"
    assert migrating.left_over(spec(), "bench", data) == {}


@pytest.mark.parametrize(
    ("text", "was", "given", "expected"),
    [
        (ASKED, DRAWN, {}, "module.field_required"),
        (ASKED, DRAWN, {"donor": DRAWN}, "module.field_required"),
        (ASKED, DRAWN, {"donor": None}, "module.field_required"),
        (ASKED, DRAWN, {"donor": ANOTHERS}, ANOTHERS),
        # A name that was held is the same each time.
        (ASKED, "钱工", {"donor": "钱工"}, "钱工"),
        (TEXT, DRAWN, {}, DRAWN),
        (TEXT, DRAWN, {"donor": DRAWN}, DRAWN),
    ],
)
def test_what_another_has_signed_is_no_signature_of_this_form(
    text: str, was: str, given: dict[str, Any], expected: str
) -> None:
    bench = Entity("bench", {"place": "桥头", "donor": was}, TODAY)
    filled = forms.fill_in(spec(text), "look", bench, {"sound": True, **given}, TODAY)
    assert ([fault.code for fault in filled.faults] or [filled.data["donor"]]) == [expected]


def test_the_phones_rules_say_the_same_of_a_module_whose_forms_are_signed() -> None:
    tests = [
        ("signed", {}, DRAWN, 'then: {state: good, why: {zh: "好: 钱工 捐赠"}}'),
        ("slipped", {}, DOT, "then: {refused: [donor]}"),
        ("signed before", {"donor": DRAWN}, None, "then: {refused: [donor]}"),
        ("the same drawing", {"donor": DRAWN}, DRAWN, "then: {refused: [donor]}"),
        ("the same name", {"donor": "钱工"}, "钱工", 'then: {state: good, why: {zh: "好: 钱工 捐赠"}}'),
        ("another", {"donor": DRAWN}, ANOTHERS, 'then: {state: good, why: {zh: "好: 李工 捐赠"}}'),
    ]
    lines = "".join(
        f'  - title: {title}\n    today: "2026-03-02"\n    for: bench\n    given: {{data: {_as_json(known)}}}\n'
        f"    when: {{form: look, data: {_as_json({'place': '桥头', 'sound': True} | _signed(said))}}}\n    {then}\n"
        for title, known, said, then in tests
    )
    assert client.difference([], [reader.read(ASKED + lines)]) == ""


def _signed(said: str | None) -> dict[str, str]:
    return {} if said is None else {"donor": said}


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_over_the_api_a_slip_of_the_finger_is_refused_and_a_drawn_name_is_kept(
    client: ActingClient, cast: Cast
) -> None:
    dwelling = modules.entity(cast.grid_worker, DAOMAO_WEST)
    path = f"/api/modules/{modules.HOUSING}/forms"

    def lift(said: str | None) -> Any:
        given = {} if said is None else {"lifted_by": said}
        body = {**modules.body(form="lift", **given), "entity_id": str(dwelling)}
        return client.as_(cast.chaoming_commander).post(path, json=body)

    refused = lift(DOT)
    assert (refused.status_code, refused.json["code"]) == (422, "module.form_unfit")
    assert refused.json["faults"] == [{"field": "lifted_by", "code": "module.signature_too_short", "detail": ""}]
    assert lift(DRAWN).status_code == 200
    kept = client.as_(cast.chaoming_commander).get(f"/api/module-entities/{dwelling}").json
    assert kept["data"]["lifted_by"] == DRAWN
    # Whoever comes next signs himself: neither nothing nor what stands there already will do.
    faults = [{"field": "lifted_by", "code": "module.field_required", "detail": ""}]
    assert [lift(said).json["faults"] for said in (None, DRAWN)] == [faults, faults]
    assert lift(ANOTHERS).status_code == 200


def test_what_is_called_after_a_signature_is_called_by_its_name() -> None:
    assert specs.label(reader.read(TEXT.replace("label: place", "label: donor")), "bench", {"donor": DRAWN}) == "钱工"
