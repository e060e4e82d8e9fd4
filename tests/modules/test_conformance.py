"""Cases of others are tried where there are some: what differs fails, and what is frozen out is counted apart."""

import json
from pathlib import Path

from conformance.jsonlogic import suite


def test_cases_of_others_are_tried_and_frozen_words_are_left_out(tmp_path: Path) -> None:
    cases = [
        "# heading",
        [{"+": [1, 1]}, None, 2],
        {"rule": {"reduce": [[], 1, 0]}, "result": 0},
        {"rule": {"var": "a"}, "data": {"a": [1, 2]}, "result": [1.0, 2]},
        [{"!": [1]}, {}, True],
        [{"+": [0, 1]}, {}, True],
    ]
    folder = tmp_path / "jsonlogic"
    folder.mkdir()
    (folder / "some.json").write_text(json.dumps(cases), encoding="utf-8")
    found = suite.run(tmp_path, with_client=False)
    assert found is not None
    assert found == suite.run(folder, with_client=False)
    assert {one.vector: one.agrees for one in found.outcomes} == {
        "jsonlogic/some-1": True,
        "jsonlogic/some-3": True,
        "jsonlogic/some-4": False,
        "jsonlogic/some-5": False,
    }
    assert found.outcomes[2].said == "{'!': [1]} over {}: False, not True"
    assert found.notes == [
        "1 cases use words that rules of modules do not have: reduce.",
        "Without the client (make install): the browser's rules were not asked.",
    ]


def test_without_cases_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert suite.run(tmp_path, with_client=False) is None
