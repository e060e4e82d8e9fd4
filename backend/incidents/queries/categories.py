"""The catalogue as it is shown."""

from dataclasses import asdict
from typing import Any

from backend.incidents.catalogue import reader


def listed() -> list[dict[str, Any]]:
    """In the order of the file."""
    return [asdict(category) for category in reader.categories().values()]


def shown(code: str) -> dict[str, Any]:
    """What every case says of its category."""
    category = reader.categories()[code]
    return {name: getattr(category, name) for name in ("code", "kind", "class_code", "zh", "en", "icon", "plan_code")}


def class_of(code: str) -> dict[str, str]:
    category = reader.one(code)
    return {"class_zh": category.class_zh, "class_en": category.class_en}
