"""The 57 seconds, from opening one-key emergency to the last required channel having accepted; and the five minutes."""

from collections.abc import Mapping
from datetime import datetime

ALLOWED_S = 57
#: from issue until every place has answered
ANSWERED_ALLOWED_S = 300
#: stamped by the commander's phone, by the server's clock as far as it has measured it
BY_PHONE = ("opened", "plan_chosen", "area_set", "confirmed")


def tapped(stamps: Mapping[str, str | None]) -> dict[str, datetime | None]:
    """The phone's stamps, kept as ISO texts in the order; what it did not say is None."""
    said = {name: stamps.get(name) for name in BY_PHONE}
    return {name: datetime.fromisoformat(at) if at else None for name, at in said.items()}


def seconds_between(begin: datetime | None, end: datetime | None) -> float | None:
    return None if begin is None or end is None else round((end - begin).total_seconds(), 3)
