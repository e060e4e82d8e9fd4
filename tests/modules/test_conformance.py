"""Cases of others are tried where there are some: what differs fails until it is explained, also for want of a word."""

import json
from pathlib import Path

import pytest

from conformance.__main__ import main
from conformance.jsonlogic import suite

CASES = [
    "# heading",
    [{"+": [1, 1]}, None, 2],
    {"rule": {"reduce": [[], 1, 0]}, "result": 0},
    {"rule": {"var": "a"}, "data": {"a": [1, 2]}, "result": [1.0, 2]},
    [{"!": [1]}, {}, True],
    [{"+": [0, 1]}, {}, True],
]


def keep(folder: Path) -> Path:
    folder.mkdir()
    (folder / "some.json").write_text(json.dumps(CASES), encoding="utf-8")
    return folder


def test_cases_of_others_are_tried(tmp_path: Path) -> None:
    folder = keep(tmp_path / "jsonlogic")
    found = suite.run(tmp_path, with_client=False)
    assert found is not None
    assert found == suite.run(folder, with_client=False)
    assert {(one.vector, one.step): one.agrees for one in found.outcomes} == {
        ("jsonlogic/some-1", "SERVER"): True,
        ("jsonlogic/some-2", "SERVER"): False,
        ("jsonlogic/some-3", "SERVER"): True,
        ("jsonlogic/some-4", "SERVER"): False,
        ("jsonlogic/some-5", "SERVER"): False,
    }
    assert found.outcomes[3].said == "{'!': [1]} over {}: False, not True"
    assert found.notes == [
        "1 cases use words that rules of modules do not have: reduce.",
        "Without the client (make install): the browser's rules were not asked.",
    ]


def test_a_difference_fails_until_it_is_explained_and_the_last_line_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path / "jsonlogic")
    some = {(f"jsonlogic/some-{number}", "SERVER"): "as we decided" for number in (2, 4)}
    assert main(tmp_path, some, with_client=False) == 1
    assert counts(capsys)["jsonlogic_unexplained"] == 1
    assert main(tmp_path, {**some, ("jsonlogic/some-5", "SERVER"): "that, too"}, with_client=False) == 0
    assert counts(capsys) == {
        "jsonlogic_vectors": 5, "jsonlogic_expectations": 5, "jsonlogic_agreeing": 2, "jsonlogic_explained": 3,
        "jsonlogic_unexplained": 0, "jsonlogic_browser_differs": 0,
    }  # fmt: skip


def counts(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("RESULT ")
    found: dict[str, int] = json.loads(last.removeprefix("RESULT "))
    return found


def test_without_cases_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert suite.run(tmp_path, with_client=False) is None
