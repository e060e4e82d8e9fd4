"""The commands about module files: what is wrong with one, what two say otherwise, and the cases of others."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.modules.small import SMALL


@pytest.fixture(scope="module")
def walked() -> Flask:
    """The application, whose commands about files touch no database."""
    return make_app("postgresql://nobody@localhost/none")


def call(app: Flask, *words: object) -> Any:
    return app.test_cli_runner().invoke(args=["modules", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "bench.yaml"
    made.write_text(SMALL, encoding="utf-8")
    return made


def test_a_fit_module_is_called_so(walked: Flask, file: Path) -> None:
    done = call(walked, "check", file)
    assert (done.exit_code, done.output) == (0, "bench v2: fit, 3 tests pass\n")


def test_every_fault_is_a_line_that_names_its_line(walked: Flask, file: Path) -> None:
    file.write_text(SMALL.replace("{var: age}", "{var: years}"), encoding="utf-8")
    done = call(walked, "check", file)
    assert done.exit_code == 1
    assert f"{file}:44: module.unknown_name: years is neither a field nor a value" in done.output


def test_two_versions_are_held_beside_each_other(walked: Flask, file: Path) -> None:
    other = file.with_name("other.yaml")
    other.write_text(SMALL.replace("icon: bench", "icon: seat"), encoding="utf-8")
    assert call(walked, "difference", file, other).output == '~ icon: "bench" → "seat"\n'
    assert call(walked, "difference", file, file).output == "they say the same\n"


def test_cases_of_others_end_with_their_figures(walked: Flask, tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([[{"+": [1, 1]}, None, 2], [{"+": [1, 1]}, None, 3]]), encoding="utf-8")
    done = call(walked, "conformance", cases)
    assert done.exit_code == 1
    last = done.output.splitlines()[-1]
    assert last == 'RESULT {"jsonlogic_passed":1,"jsonlogic_failed":1,"jsonlogic_left_out":0}'
