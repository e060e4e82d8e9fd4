"""What the data file says: which kinds are private, and what else is asked of a kind."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.open311.rules.attributes import Attribute

FILE = Path(__file__).parent / "services.yaml"


def changeset() -> str:
    return str(_file()["changeset"])


def private() -> frozenset[str]:
    return frozenset(_file()["private"])


@lru_cache(maxsize=1)
def attributes() -> dict[str, tuple[Attribute, ...]]:
    """By kind, in the order of the file."""
    return {code: tuple(_attribute(one) for one in asked) for code, asked in _file()["attributes"].items()}


def asked_of(code: str) -> tuple[Attribute, ...]:
    return attributes().get(code, ())


def _attribute(one: dict[str, Any]) -> Attribute:
    values = {value["key"]: _words(value) for value in one.get("values", [])}
    return Attribute(one["code"], one["datatype"], one["required"], _words(one), values)


def _words(one: dict[str, str]) -> dict[str, str]:
    return {"zh": one["zh"], "en": one["en"]}


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
