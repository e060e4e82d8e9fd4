"""The number a recipient in need can call: the slot that plans name for it, if a phone can dial what stands there."""

import re
from collections.abc import Mapping
from typing import Any

#: the slot's name in plans
SLOT = "phone"
_DIALLED = re.compile(r"\+?\d[\d -]{1,18}\d")


def duty_phone(slots: Mapping[str, Any]) -> str | None:
    """Never a guess: words around a number, or two numbers, are read by a person and not dialled by a button."""
    given = slots.get(SLOT)
    words = given.values() if isinstance(given, Mapping) else [given]
    numbers = {word.strip() for word in words if isinstance(word, str) and word.strip()}
    number = numbers.pop() if len(numbers) == 1 else ""
    return re.sub(r"[ -]", "", number) if _DIALLED.fullmatch(number) else None
