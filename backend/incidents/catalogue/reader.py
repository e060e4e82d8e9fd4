"""What the data file says: categories, working hours, and the limits that are not a category's."""

from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.errors import refuse
from backend.incidents.rules.calendar import Session
from backend.incidents.rules.category import Category, Deadline, of_class

FILE = Path(__file__).parent / "categories.yaml"


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """By code, in the order of the file."""
    return {category.code: category for whole in _file()["classes"] for category in of_class(whole)}


def one(code: str) -> Category:
    found = categories().get(code)
    return found if found is not None else refuse("incident.category_unknown")


def sessions() -> tuple[Session, ...]:
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in _file()["working_day"])


def register_within(*, urgent: bool) -> Deadline:
    """From the report to its registration."""
    return _limit("register_within", urgent=urgent)


def climb_after(*, urgent: bool) -> Deadline:
    """From one level to the next."""
    return _limit("climb_after", urgent=urgent)


def _limit(name: str, *, urgent: bool) -> Deadline:
    return Deadline(*_file()[name]["urgent" if urgent else "other"])


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
