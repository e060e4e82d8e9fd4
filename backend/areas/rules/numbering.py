"""The code that a new area gets: its parent's and three digits more."""

from collections.abc import Collection

from backend.areas.rules.levels import PARK

DIGITS = 3
LAST = 10**DIGITS - 1
#: Parks are numbered apart, so that a street's communities stay together.
FIRST = {PARK: 401}


def next_code(parent: str, level: str, used: Collection[str], siblings: Collection[str]) -> str | None:
    """After the last sibling of its level; else the first that no area has or ever had; None where all are taken."""
    numbers = [int(code[len(parent) :]) for code in siblings if _is_numbered(code, parent)]
    start = max(numbers, default=FIRST.get(level, 1) - 1) + 1
    for number in (*range(start, LAST + 1), *range(1, start)):
        code = f"{parent}{number:0{DIGITS}}"
        if code not in used:
            return code
    return None


def _is_numbered(code: str, parent: str) -> bool:
    rest = code[len(parent) :]
    return code.startswith(parent) and len(rest) == DIGITS and rest.isascii() and rest.isdigit()
