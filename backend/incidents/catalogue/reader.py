"""The categories that can be reported, read once from their file."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.errors import refuse
from backend.incidents.rules.category import Category, Deadline, of_class

FILE = Path(__file__).parent / "categories.yaml"


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """By code, in the order of the file."""
    return {category.code: category for whole in _file()["classes"] for category in of_class(whole)}


@lru_cache(maxsize=1)
def register_within() -> Deadline:
    """From the report to its registration."""
    return Deadline(*_file()["register_within"])


def one(code: str) -> Category:
    found = categories().get(code)
    return found if found is not None else refuse("incident.category_unknown")


def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
