"""Days as rules read them: a date, or a moment as Beijing's calendar has it; the browser's `days.ts` reads the same."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

#: Beijing has kept to this since 1992, and a phone has no list of what was before.
BEIJING = timezone(timedelta(hours=8))
#: From 1000 to 2999: whatever is added to a day is one again.
DAY = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)


def day_of(said: Any) -> date | None:
    """None for what is neither a date nor a moment."""
    if not isinstance(said, str) or DAY.fullmatch(said) is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment.astimezone(BEIJING).date() if moment.tzinfo is not None else moment.date()
