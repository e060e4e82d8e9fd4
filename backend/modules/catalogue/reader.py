"""Reads module files: everything that is wrong with one, line by line, or the module."""

from pathlib import Path
from typing import Any, NamedTuple

from backend.modules.catalogue import marks
from backend.modules.catalogue.checks import asking, logic, names, shape, sourced, trial
from backend.modules.catalogue.checks.trial import Result
from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Broken, Marked

HERE = Path(__file__).parent


class Unfit(Exception):
    """A module that cannot be used; its faults say why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.said("module") for fault in faults))
        self.faults = faults


def read_all(folder: Path = HERE) -> list[dict[str, Any]]:
    """Every module of a folder, checked."""
    return [read_file(file) for file in sorted(folder.glob("*.yaml"))]


def read_file(file: Path) -> dict[str, Any]:
    module = read(file.read_text(encoding="utf-8"))
    if module["id"] != file.stem:
        raise Unfit([Fault(1, "module.file_name", f"the id is {module['id']}, the file is named {file.name}")])
    return module


def read(text: str) -> dict[str, Any]:
    """The module, if nothing at all is wrong with it."""
    found, module = check(text)
    if found or module is None:
        raise Unfit(found)
    return module


def check(text: str) -> tuple[list[Fault], dict[str, Any] | None]:
    """The faults in the order of their lines. The later checks need a shape to stand on, the tests good rules."""
    try:
        module = marks.read(text)
    except Broken as broken:
        return [Fault(broken.line, broken.code, broken.what)], None
    found = _found(module)
    return sorted(set(found)), module.value if not found else None


class Judged(NamedTuple):
    """All that can be said of a text: its faults, the module as far as it can be read, its tests if they can run."""

    faults: list[Fault]
    marked: Marked | None
    tests: list[Result]


def judge(text: str) -> Judged:
    try:
        module = marks.read(text)
    except Broken as broken:
        return Judged([Fault(broken.line, broken.code, broken.what)], None, [])
    found = sorted(set(_found(module)))
    can_run = all(fault.code in {"module.test_failed", "module.untested"} for fault in found)
    return Judged(found, module, list(trial.results(module)) if can_run else [])


def _found(module: Marked) -> list[Fault]:
    if found := shape.check(module):
        return found
    found = [
        *shape.check_fields(module),
        *names.check(module),
        *sourced.check(module),
        *asking.check(module),
        *logic.check(module),
    ]
    return found or list(trial.check(module))
