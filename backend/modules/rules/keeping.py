"""Until when an entity is kept, and what of it may stay after that."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Row, Spec


def purge_after(spec: Spec, kind: str, data: Row, saved_at: datetime) -> datetime | None:
    """None while the day from which it is counted has not come."""
    rule = spec["retention"].get(kind)
    if rule is None:
        return None
    span = timedelta(days=rule["days"])
    if rule["from"] == "saved":
        return saved_at + span
    said = data.get(rule["from"])
    if not isinstance(said, str):
        return None
    return datetime.combine(date.fromisoformat(said), datetime.min.time(), UTC) + span


def is_destroyed(spec: Spec, kind: str) -> bool:
    return bool(spec["retention"][kind]["then"] == "destroy")


def stripped(spec: Spec, kind: str, data: Row) -> dict[str, Any]:
    """What says nothing about anybody; fields that the module does not know go, too."""
    fields, gone = spec["entities"][kind]["fields"], specs.personal(spec, kind)
    return {name: value for name, value in data.items() if name in fields and name not in gone}
