"""The commands about module files: what is wrong with one, and what two say otherwise."""

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
