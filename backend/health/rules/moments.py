"""When something happened, by the server's clock: what was queued on a phone counts from its tap."""

from datetime import datetime, timedelta

#: A phone may have been without network for so long.
LONGEST = timedelta(days=7)
#: An id says when it was made; one from further ahead belongs to a month that is still to be made.
AHEAD = timedelta(days=7)
VERSION = 7


def happened_at(device_at: datetime, clock_offset_ms: int, now: datetime) -> datetime:
    """A wrong clock moves nothing out of the last week, nor into what is still to come."""
    try:
        corrected = device_at - timedelta(milliseconds=clock_offset_ms)
    except OverflowError:
        return now
    return min(max(corrected, now - LONGEST), now)


def is_ahead(made_ms: int, now: datetime) -> bool:
    return made_ms > (now + AHEAD).timestamp() * 1_000
