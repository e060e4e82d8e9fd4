"""Reads the templates of cockpits, and refuses ones that name what is not there."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.areas.rules import levels
from backend.indicators.definitions import reader
from backend.indicators.rules.definition import CATEGORIES, Words
from backend.indicators.rules.layout import MODES, Template

HERE = Path(__file__).parent


class Unfit(Exception):
    """Templates that cannot be used; its words say why."""


@lru_cache(maxsize=1)
def template() -> Template:
    read = _read(HERE / "templates.yaml")
    overrides: dict[str, Any] = {}
    for file in sorted((HERE / "overrides").glob("*.yaml")):
        overrides |= _read(file)["areas"]
    made = Template(read["sections"], read["levels"], read["departments"], overrides)
    if found := list(faults(made)):
        raise Unfit("; ".join(found))
    return made


@lru_cache(maxsize=1)
def modes() -> dict[str, Words]:
    return {key: Words(**words) for key, words in _read(HERE / "templates.yaml")["modes"].items()}


def faults(made: Template) -> Iterator[str]:
    for level in levels.LEVELS:
        if set(made.levels.get(level, {})) != set(MODES):
            yield f"cockpit.modes: {level} does not say every mode"
    for where, orders, known in _orders(made):
        yield from (f"cockpit.section: {where} orders {key}, which is nowhere" for key in orders if key not in known)
    codes = [code for one in _named(made) for code in one]
    yield from (f"cockpit.indicator: {code} is no indicator" for code in codes if code not in reader.every())
    wrong = [one["of"] for one in made.sections.values() if one.get("of", "EC") not in CATEGORIES]
    yield from (f"cockpit.category: {of} is none" for of in wrong)


def _orders(made: Template) -> Iterator[tuple[str, Iterable[str], Mapping[str, Any]]]:
    for level, said in made.levels.items():
        for mode, one in said.items():
            yield f"{level}, {mode}", one["order"], made.sections
    for code, said in made.overrides.items():
        for mode in (*MODES, "always"):
            yield code, said.get(mode, {}).get("order", []), {**made.sections, **said.get("sections", {})}


def _named(made: Template) -> Iterator[Iterable[str]]:
    """Every list of indicators."""
    own = [one for said in made.overrides.values() for one in said.get("sections", {}).values()]
    yield from (one.get("codes", []) for one in (*made.sections.values(), *own, *made.departments.values()))
    for said in (*made.levels.values(), *made.overrides.values()):
        yield from (one.get("headline", []) for key, one in said.items() if key != "sections")


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read
