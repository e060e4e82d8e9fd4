"""What a report of an order holds beside its score: the key times against their limits, and names masked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.commands.rules.stopwatch import ALLOWED_S, ANSWERED_ALLOWED_S, seconds_between

PDF, CSV, BUNDLE = "pdf", "csv", "bundle"
FORMATS = (PDF, CSV, BUNDLE)
#: a fact about the report, not about the order: it stands in no report
EXPORTED = "order.report_exported"
#: 黄金10分钟: until the danger zone is cleared
GOLDEN_S = 600


def key_times(
    *,
    opened: datetime | None,
    sent: datetime,
    accepted: datetime | None,
    answered: datetime | None,
    cleared: datetime | None,
) -> list[dict[str, Any]]:
    """From opening the key to the last channel; from sent to the last place; from sent to the all-clear."""
    return [
        _timed("accepted", opened or sent, accepted, ALLOWED_S),
        _timed("answered", sent, answered, ANSWERED_ALLOWED_S),
        _timed("cleared", sent, cleared, GOLDEN_S),
    ]


def _timed(name: str, begin: datetime, at: datetime | None, allowed_s: int) -> dict[str, Any]:
    seconds = seconds_between(begin, at)
    return {
        "name": name,
        "at": at,
        "seconds": seconds,
        "allowed_s": allowed_s,
        "in_time": None if seconds is None else seconds <= allowed_s,
    }


def lasting(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def masked(person: Mapping[str, Any]) -> dict[str, Any]:
    """陈小河 → 陈**; the number is left out."""
    name = person["name"]
    return {**person, "name": name[:1] + "*" * max(1, len(name) - 1), **({"phone": None} if "phone" in person else {})}
