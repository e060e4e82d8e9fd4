"""What is shown of a person to whoever has not said why he asks: 张*, 138****1234."""

from collections.abc import Callable
from typing import Any

#: the fields that are masked, and can be shown one at a time
FIELDS = ("name", "phone", "external_id")


def name(whole: str) -> str:
    return f"{whole[:1]}{'*' * max(1, len(whole) - 1)}" if len(whole) < 5 else f"{whole[:1]}***"


def phone(whole: str) -> str:
    """The first three and the last four of eleven; of a short number no more than the last two."""
    if len(whole) < 8:
        return f"{'*' * max(0, len(whole) - 2)}{whole[-2:]}"
    return f"{whole[:3]}{'*' * (len(whole) - 7)}{whole[-4:]}"


def external_id(whole: str | None) -> str | None:
    return None if whole is None else f"{'*' * max(0, len(whole) - 4)}{whole[-4:]}"


#: field → how it is masked
MASKS: dict[str, Callable[[Any], str | None]] = {"name": name, "phone": phone, "external_id": external_id}
