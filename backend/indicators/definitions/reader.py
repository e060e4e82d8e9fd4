"""Reads the indicators of the data files: all of them, or a list of what is wrong with a file, by line and name."""

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from backend.core.errors import refuse
from backend.indicators.definitions.shape import CATEGORY, check
from backend.indicators.rules.definition import Definition, Goal, Words
from backend.modules.catalogue import marks
from backend.modules.catalogue.marks import Broken

HERE = Path(__file__).parent


class Category(NamedTuple):
    id: str
    title: Words


class Unfit(Exception):
    """Files that cannot be used; the lines say why."""


@lru_cache(maxsize=1)
def every() -> dict[str, Definition]:
    """By id, in the order of the categories and of their files."""
    return {one.id: one for one in read_folder(HERE)}


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    return {category.id: category for category in (_category(file) for file in _files(HERE))}


def one(code: str) -> Definition:
    found = every().get(code)
    return found if found is not None else refuse("indicator.not_found")


def read_folder(folder: Path) -> list[Definition]:
    files = _files(folder)
    faults = [fault for file in files for fault in faults_of(file)]
    found = [] if faults else [one for file in files for one in _of_file(file)]
    faults += [f"{name}: indicator.twice" for name, times in Counter(one.id for one in found).items() if times > 1]
    if faults:
        raise Unfit("; ".join(faults))
    return found


def faults_of(file: Path) -> list[str]:
    """`file:line: name: what`, in the order of the lines."""
    try:
        marked = marks.read(file.read_text(encoding="utf-8"))
    except Broken as broken:
        return [f"{file.name}:{broken.line}: {broken.code.replace('module.', 'indicator.')}: {broken.what}"]
    return [f"{file.name}:{marked.line(fault.path)}: {fault.code}: {fault.what}" for fault in check(marked.value)]


def _files(folder: Path) -> list[Path]:
    """In the order in which the field names the categories."""
    return sorted(folder.glob("*.yaml"), key=lambda file: (CATEGORY.get(file.stem, "~"), file.stem))


def _category(file: Path) -> Category:
    read = marks.read(file.read_text(encoding="utf-8")).value
    return Category(read["category"], Words(**read["title"]))


def _of_file(file: Path) -> list[Definition]:
    read = marks.read(file.read_text(encoding="utf-8")).value
    return [_definition(read["category"], one) for one in read["indicators"]]


def _definition(category: str, one: dict[str, Any]) -> Definition:
    return Definition(
        id=one["id"],
        category=category,
        title=Words(**one["title"]),
        unit=Words(**one["unit"]),
        department=Words(**one["department"]),
        **{name: one[name] for name in ("period", "direction", "lowest", "roll_up", "over_time", "decimals")},
        scale=one.get("scale"),
        is_people=one.get("people", False),
        computed=one.get("computed"),
        goal=_goal(one["goal"]) if "goal" in one else None,
    )


def _goal(said: dict[str, Any]) -> Goal:
    limits = {name: Decimal(str(said[name])) if name in said else None for name in ("at_least", "at_most")}
    return Goal(**limits)
