"""A long step is left out only when nothing that it reads has changed."""

from pathlib import Path

import pytest

from tools import stamps


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    (folder / "node_modules").mkdir(parents=True)
    (folder / "page.vue").write_text("<template/>")
    (folder / "node_modules" / "other.js").write_text("1")
    return folder


def value(folder: Path) -> str:
    return stamps.digest(stamps.files_under(folder, without=frozenset({"node_modules"})))


def test_the_same_files_give_the_same_value(inputs: Path) -> None:
    assert value(inputs) == value(inputs)


def test_a_changed_file_changes_the_value(inputs: Path) -> None:
    before = value(inputs)
    (inputs / "page.vue").write_text("<template></template>")
    assert value(inputs) != before


def test_a_renamed_file_changes_the_value(inputs: Path) -> None:
    before = value(inputs)
    (inputs / "page.vue").rename(inputs / "other.vue")
    assert value(inputs) != before


def test_a_folder_that_is_no_input_changes_nothing(inputs: Path) -> None:
    before = value(inputs)
    (inputs / "node_modules" / "other.js").write_text("2")
    assert value(inputs) == before


def test_a_stamp_is_fresh_only_for_its_own_value(tmp_path: Path) -> None:
    stamp = tmp_path / "deep" / "stamp"
    assert not stamps.is_fresh(stamp, "a")
    stamps.write(stamp, "a")
    assert stamps.is_fresh(stamp, "a")
    assert not stamps.is_fresh(stamp, "b")
