"""How much of a layer a phone is given at once."""

from typing import Any

#: A map of more than so many dots says nothing.
MOST = 3_000


def cut(items: list[dict[str, Any]], most: int = MOST) -> dict[str, Any]:
    """The first so many of them, and whether there are more; one more was read to know."""
    return {"items": items[:most], "is_cut": len(items) > most}
