"""Scripts: whatever is drawn, one that is let through ends on every way, and one with a circle is never let through."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.paging.rules import by_phone
from backend.paging.rules.script import faults, leads_to, questions_of
from backend.paging.rules.walk import walk
from backend.paging.schemas.scripts import PagingContent
from tests.builders.paging import both, content

NAMES = [f"q{no}" for no in range(6)]


@st.composite
def drawn(draw: st.DrawFn) -> dict[str, Any]:
    ids = NAMES[: draw(st.integers(1, 6))]
    step = st.sampled_from([*ids, None])
    questions = []
    for name in ids:
        kind = draw(st.sampled_from(["yes_no", "choice", "number", "text", "date"]))
        options = []
        if kind in {"yes_no", "choice"}:
            values = ["yes", "no"] if kind == "yes_no" else ["a", "b", "c"]
            options = [
                {"value": value, "label": both(value), "next": draw(step), "abnormal": draw(st.booleans())}
                for value in values
            ]
        questions.append({"id": name, "kind": kind, "text": both(name), "options": options, "next": draw(step)})
    whole = {"title": both("t"), "intro": both("i"), "thanks": both("d"), "start": ids[0], "questions": questions}
    return dict(PagingContent().load(whole))


def said(question: dict[str, Any], data: st.DataObject) -> Any:
    if question["options"]:
        return data.draw(st.sampled_from([option["value"] for option in question["options"]]))
    return {"number": 7, "text": "好", "date": "2026-03-02"}[question["kind"]]


def has_circle(whole: dict[str, Any]) -> bool:
    """Told otherwise than the rules do: by ways that are longer than there are questions."""
    known, ends = questions_of(whole), {whole["start"]}
    for _ in range(len(known)):
        ends = {step for name in ends for step in leads_to(known[name]) if step is not None}
    return bool(ends)


@given(drawn(), st.data())
def test_a_script_that_is_let_through_comes_to_an_end_on_every_way(whole: dict[str, Any], data: Any) -> None:
    found = faults(whole)
    assert ("circle" in {fault.code for fault in found}) == has_circle(whole)
    if not found:
        answers = {question["id"]: said(question, data) for question in whole["questions"]}
        gone = walk(whole, answers)
        assert gone.next is None
        assert gone.wrong is None
        assert walk(whole, gone.answered).answered == gone.answered


def test_what_is_wrong_is_said_by_question() -> None:
    whole = dict(PagingContent().load(content()))
    assert faults(whole) == []
    whole["questions"][2]["next"] = "well"
    assert [fault.code for fault in faults(whole)] == ["circle"]
    whole["questions"][2]["next"] = "nowhere"
    assert faults(whole) == [("since", "next")]
    whole["questions"][2]["next"], whole["questions"][1]["next"] = None, None
    assert faults(whole) == [("since", "unreached")]


def test_an_answer_that_cannot_be_is_found() -> None:
    whole = dict(PagingContent().load(content()))
    assert walk(whole, {"well": "no", "heat": 99}).wrong == "heat"
    assert walk(whole, {"well": "no", "heat": True}).wrong == "heat"
    assert walk(whole, {"well": "no", "heat": 38.5, "since": "yesterday"}).wrong == "since"
    gone = walk(whole, {"well": "no", "heat": 38.5})
    assert (gone.next, gone.abnormal) == ("since", {"well"})


def test_a_call_asks_by_keys_what_has_keys_and_leaves_words_to_a_person() -> None:
    whole = dict(PagingContent().load(content()))
    steps = by_phone.steps(whole, "zh")
    assert steps["well"]["keys"] == {"1": None, "2": "heat"}
    assert "是请按1" in steps["well"]["say"]
    assert (steps["heat"]["kind"], steps["heat"]["next"], steps["heat"]["most"]) == ("number", "since", 45)
    pressed = {"well": "2", "heat": "38*5", "since": "20260301"}
    assert by_phone.answers(whole, pressed) == {"well": "no", "heat": 38.5, "since": "2026-03-01"}
    assert by_phone.answers(whole, {"well": "7", "heat": "*", "since": "2026"}) == {}
    assert walk(whole, by_phone.answers(whole, {**pressed, "since": "20261399"})).wrong == "since"
    assert by_phone.is_askable(whole)
    whole["questions"][2]["kind"] = "text"
    assert by_phone.steps(whole, "en")["since"]["kind"] == "end"
    assert not by_phone.is_askable({**whole, "start": "since"})
    assert by_phone.seconds(whole) > by_phone.seconds({**whole, "start": "heat"}) > 0
