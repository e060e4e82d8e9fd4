"""What indicators know of this installation; bound once at start."""

from collections.abc import Mapping
from typing import Any

_bound: dict[str, Any] = {}


def bind(config: Mapping[str, Any]) -> None:
    _bound.update({"demo": bool(config["DEMO"])})


def is_demo() -> bool:
    """Whether what is worked out here is of people and things that do not exist."""
    return bool(_bound["demo"])
