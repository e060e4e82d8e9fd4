"""Questions in a call: every key at every step, and numbers key by key."""

from typing import Any

import pytest

from backend.push.channels.voice.questions import Questions

STEPS: dict[str, Any] = {
    "well": {"say": "well?", "kind": "keys", "keys": {"1": None, "2": "heat"}},
    "heat": {"say": "heat?", "kind": "number", "next": "since", "least": 30, "most": 45},
    "since": {"say": "since?", "kind": "date", "next": "what"},
    "what": {"say": "later", "kind": "end"},
}


def pressed(keys: str) -> tuple[list[str], Questions]:
    questions = Questions("well", STEPS)
    return [questions.press(key) for key in keys], questions


def test_a_key_leads_on_or_to_the_end() -> None:
    turns, questions = pressed("1")
    assert (turns, questions.pressed) == (["over"], {"well": "1"})
    turns, questions = pressed("2")
    assert (turns, questions.at) == (["next"], "heat")


def test_a_number_and_a_day_are_taken_key_by_key_and_words_are_left_to_a_person() -> None:
    turns, questions = pressed("2" + "38*5#" + "20260301#")
    assert turns == ["next", *["more"] * 4, "next", *["more"] * 8, "over"]
    assert questions.pressed == {"well": "2", "heat": "38*5", "since": "20260301"}
    assert questions.at == "what"


@pytest.mark.parametrize(
    ("keys", "turn"),
    [("0", "again"), ("7", "wrong"), ("#", "wrong"), ("2#", "again"), ("299#", "wrong"), ("2*#", "wrong"),
     ("2" + "1" * 10, "wrong"), ("237#2026#", "wrong")],
)  # fmt: skip
def test_what_means_nothing_changes_nothing(keys: str, turn: str) -> None:
    turns, questions = pressed(keys)
    assert turns[-1] == turn
    assert questions.entered == ""
    again = pressed(keys)[1]
    assert (again.at, again.pressed) == (questions.at, questions.pressed)


def test_after_a_wrong_number_the_right_one_is_taken() -> None:
    turns, questions = pressed("299#37#")
    assert turns[-1] == "next"
    assert questions.pressed["heat"] == "37"
