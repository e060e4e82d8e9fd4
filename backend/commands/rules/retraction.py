"""Taking an order back: from the tap until nothing of it leaves any more, and until its correction is out."""

from datetime import datetime
from typing import Any

from backend.commands.rules.stopwatch import seconds_between


def tapped_at(said: datetime | None, *, sent: datetime, now: datetime) -> datetime:
    """As the commander's phone says, kept between the order's start and now: a wrong clock makes nothing faster."""
    return now if said is None else min(max(said, sent), now)


def measured(*, tapped: datetime, stopped: datetime | None, corrected: datetime | None) -> dict[str, Any]:
    """`stopped`: None while a sender still has some of it in its hands; `corrected`: None until all were accepted."""
    return {
        "tapped_at": tapped,
        "stopped_at": stopped,
        "corrected_at": corrected,
        "seconds_to_stopped": seconds_between(tapped, stopped),
        "seconds_to_corrected": seconds_between(tapped, corrected),
    }
