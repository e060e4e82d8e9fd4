"""Which photos an entity shows: those that its fields name, and those inside of its lists."""

from collections.abc import Iterator
from typing import Any

from backend.modules.rules.spec import Row, Spec, is_personal

#: How a field of photos says what its items are.
HASH = "^[0-9a-f]{64}$"


def named(spec: Spec, kind: str, data: Row) -> dict[str, bool]:
    """Hash → whether it is personal; what stands in a public field as well is not."""
    found: dict[str, bool] = {}
    for name, field in spec["entities"][kind]["fields"].items():
        for sha256 in _in(field, data.get(name)):
            found[sha256] = found.get(sha256, True) and is_personal(field)
    return found


def _in(field: Spec, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        return
    items = field["schema"].get("items")
    if isinstance(items, dict) and items.get("pattern") == HASH:
        yield from (one for one in value if isinstance(one, str))
    for name, inner in field.get("items", {}).items():
        for one in value:
            if isinstance(one, dict):
                yield from _in(inner, one.get(name))
