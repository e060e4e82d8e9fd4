"""The frozen subset of JSONLogic: what others agree on, our two words, and what becomes of gaps."""

import json
from datetime import date
from typing import Any

import pytest

from backend.modules.rules.logic.evaluate import WORDS, evaluate

TODAY = date(2026, 3, 2)
LIST = [{"kind": "gas", "found": "2026-02-21"}, {"kind": "wire", "found": "2026-03-01"}, {"kind": "gas", "found": None}]


@pytest.mark.parametrize(
    ("rule", "data", "expected"),
    [
        ({"==": [1, "1"]}, {}, True),
        ({"===": [1, True]}, {}, False),
        ({"==": [None, 0]}, {}, False),
        ({"<": [1, 2, 3]}, {}, True),
        ({"<": ["2026-03-01", "2026-03-02"]}, {}, True),
        ({"+": {"map": [{"var": "n"}, {"*": [{"var": ""}, 2]}]}}, {"n": [1, 2]}, 6),
        ({"max": {"map": [{"var": "list"}, {"days_since": {"var": "found"}}]}}, {"list": LIST}, 9),
        ({"length": {"filter": [{"var": "list"}, {"==": [{"var": "kind"}, "gas"]}]}}, {"list": LIST}, 2),
        ({"length": [{"var": "list"}]}, {"list": []}, 0),
        ({"!": [{"var": "list"}]}, {"list": [0]}, False),
        ({"if": [{"missing": ["a"]}, "gap", "whole"]}, {"a": ""}, "gap"),
        ({"missing_some": [1, ["a", "b"]]}, {"b": {}}, []),
        ({"%": [-7, 3]}, {}, -1),
        ({"/": [7, 2]}, {}, 3.5),
        ({"/": [8, 2]}, {}, 4),
        ({"cat": ["x", 2.0, None, True]}, {}, "x2true"),
        ({"days_since": "2026-02-28T20:00:00+00:00"}, {}, 1),
        ({"days_since": "2026-03-04"}, {}, -2),
        ({"var": "list.1.kind"}, {"list": LIST}, "wire"),
        ({"a": 1, "b": 2}, {}, {"a": 1, "b": 2}),
    ],
)
def test_a_rule_has_its_value(rule: Any, data: Any, expected: Any) -> None:
    got = evaluate(rule, data, TODAY)
    assert got == expected
    assert isinstance(got, bool) is isinstance(expected, bool)


@pytest.mark.parametrize(
    "rule",
    [
        {"+": [{"var": "gap"}, 1]},
        {"-": [{"var": "gap"}]},
        {"/": [1, 0]},
        {"%": [1, 0]},
        {"*": ["many", 2]},
        {"max": []},
        {"min": {"var": "gap"}},
        {"days_since": {"var": "gap"}},
        {"days_since": "next week"},
        {"length": 7},
        {"*": [1e308, 1e308]},
    ],
)
def test_what_cannot_be_said_is_null(rule: Any) -> None:
    assert evaluate(rule, {}, TODAY) is None


@pytest.mark.parametrize("word", ["<", "<=", ">", ">="])
def test_a_gap_fulfils_no_comparison(word: str) -> None:
    assert evaluate({word: [{"var": "gap"}, 3]}, {}, TODAY) is False
    assert evaluate({word: [3, {"var": "gap"}]}, {}, TODAY) is False


@pytest.mark.parametrize("word", sorted(WORDS))
@pytest.mark.parametrize(
    "given", [[], None, [None], [None, None, None], "x", [[], {}], {"var": "a"}, [[[1]], {"x": 1}]]
)
def test_no_rule_whatever_it_says_raises(word: str, given: Any) -> None:
    found = evaluate({word: given}, {"a": [1, "b", None, {"c": 2}]}, TODAY)
    # Whatever comes out can be kept beside the row and read on a phone.
    assert json.loads(json.dumps(found, allow_nan=False)) == found
