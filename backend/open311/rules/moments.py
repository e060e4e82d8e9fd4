"""Moments as GeoReport writes them, and the span that a list may ask for."""

from datetime import datetime, timedelta

from backend.areas.rules.validity import BEIJING
from backend.core.errors import refuse

#: The standard's own limit.
LONGEST = timedelta(days=90)


def written(moment: datetime | None) -> str | None:
    """W3C date and time, to the second, with the zone of the city."""
    return None if moment is None else moment.astimezone(BEIJING).replace(microsecond=0).isoformat()


def read(text: str) -> datetime:
    """W3C date and time; a plus may have become a space on its way, and what names no zone means the city's."""
    read = datetime.fromisoformat(text.strip().replace(" ", "+"))
    return read if read.tzinfo else read.replace(tzinfo=BEIJING)


def span(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """From and until, both included: the last 90 days, or 90 days from or until the one that is said."""
    try:
        last = end or (now if start is None else min(now, start + LONGEST))
        first = start or last - LONGEST
    except OverflowError:
        refuse("open311.span", days=LONGEST.days)
    if last - first > LONGEST:
        refuse("open311.span", days=LONGEST.days)
    return first, last
