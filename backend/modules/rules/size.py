"""How much somebody may say: what is nested too deep or too long is refused before anything looks into it."""

import json
from typing import Any

DEEPEST = 16


def fits(value: Any, *, most: int, deepest: int = DEEPEST) -> bool:
    """At most so many characters of JSON, and no deeper than any field needs."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > deepest:
            return False
        level = [inner for one in level for inner in _inside(one)]
    return len(json.dumps(value)) <= most


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
