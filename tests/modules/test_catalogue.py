"""Module files: the shipped ones are fit, and whatever is wrong with one is named with its line."""

from pathlib import Path

import pytest

from backend.modules.catalogue import reader
from tests.modules.small import SMALL, line_of

SHIPPED = sorted(reader.HERE.glob("*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_module_is_fit_and_its_tests_pass(file: Path) -> None:
    faults, _ = reader.check(file.read_text(encoding="utf-8"))
    assert [fault.said(file.name) for fault in faults] == []
    assert reader.read_file(file)["id"] == file.stem


def test_the_small_module_of_these_tests_is_fit() -> None:
    assert reader.check(SMALL)[0] == []


#: what is replaced, by what, the fault's name, and words of the line where it is found
BROKEN = [
    ("icon: bench", "icon: [", "module.yaml", "owner: {zh"),
    ("icon: bench", "icon: &a bench\nowner2: *a", "module.yaml", "owner2: *a"),
    ("icon: bench", "icon: bench\nicon: bench2", "module.twice", "icon: bench2"),
    ("icon: bench", "icon: !!binary aGk=", "module.yaml", "!!binary"),
    ("version: 2", "version: two", "module.shape", "version: two"),
    ("version: 2", "version: 2\ncolour: green", "module.shape", "id: bench"),
    ("as: yes_no", "as: slider", "module.shape", "as: slider"),
    ("schema: {type: boolean}", "schema: {type: bool}", "module.schema", "type: bool}"),
    ("label: place", "label: spot", "module.unknown_field", "label: spot"),
    ("      age: {", "      today: {", "module.name_taken", "      today: {"),
    ("creates: true", "creates: false", "module.no_form", "  bench:\n    title"),
    ("state: broken\n      because", "state: bad\n      because", "module.unknown_state", "state: bad"),
    ("- {when: true, say", "- {when: {var: sound}, say", "module.last_rule", "- id: good"),
    ("form: look", "form: watch", "module.unknown_form", "form: watch"),
    ("where: {var: sound}", "where: {var: loud}", "module.unknown_name", "where: {var: loud}"),
    ("where: {var: sound}", "where: {reduce: [1, 2, 3]}", "module.logic", "where: {reduce"),
    ("where: {var: sound}", "where: {var: limit.never}", "module.unknown_name", "where: {var: limit.never}"),
    ("{age} 天未看", "{ages} 天未看", "module.unknown_name", "{ages} 天未看"),
    ("{field: sound, as: yes_no", "{field: sound, as: number", "module.widget", "as: number"),
    ("place, as: text}", "place, as: text, show_if: true}", "module.required_not_asked", "  look:\n    for"),
    ("from: saved", "from: place", "module.unknown_field", "from: place"),
    ("accepts: [1]", "accepts: [2]", "module.version", "accepts: [2]"),
    ("  - to: 2", "  - to: 3", "module.version", "  - to: 3"),
    ("then: {state: good, ", "then: {state: broken, ", "module.test_failed", "- title: sound"),
    ("tasks: {look: \"2026-03-31\"}", "tasks: {look: \"2026-04-01\"}", "module.test_failed", "- title: sound"),
    ("then: {state: good, tasks: {look: \"2026-03-31\"}}", "then: {state: good}", "module.untested", "  - id: look"),
    ("{state: broken, why: {zh: \"坏: 60 天未看\"}}", "{data: {sound: true}}", "module.untested", "- id: broken"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "code", "where"), BROKEN, ids=lambda value: value[:40])
def test_what_is_wrong_is_named_with_its_line(was: str, becomes: str, code: str, where: str) -> None:
    assert SMALL.count(was) == 1, was
    text = SMALL.replace(was, becomes)
    first = where.split("\n", maxsplit=1)[0]
    line = line_of(text, first) if "\n" not in where else text[: text.index(where)].count("\n") + 1
    faults, module = reader.check(text)
    assert module is None
    assert (line, code) in {(fault.line, fault.code) for fault in faults}, faults


def test_a_fault_reads_as_editors_understand_it() -> None:
    faults, _ = reader.check(SMALL.replace("version: 2", "version: two"))
    assert faults[0].said("bench.yaml") == "bench.yaml:2: module.shape: version: 'two' is not of type 'integer'"


def test_a_file_is_named_after_its_module(tmp_path: Path) -> None:
    file = tmp_path / "seat.yaml"
    file.write_text(SMALL, encoding="utf-8")
    with pytest.raises(reader.Unfit, match=r"module\.file_name"):
        reader.read_file(file)


def test_names_for_parts_do_not_unfold_into_gigabytes() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\n"
    assert [fault.code for fault in reader.check(bomb)[0]] == ["module.yaml"]


@pytest.mark.parametrize("text", ["", "- 1", "a: 1\n? [b]\n: 2", "\t", "x" * 400_000, "{" * 5_000])
def test_what_is_no_module_at_all_is_refused_by_name(text: str) -> None:
    faults, module = reader.check(text)
    assert module is None
    assert faults
