"""From when until when: the tap by the server's clock, the planned end, and the day as the district counts it."""

from datetime import datetime, time, timedelta

from backend.areas.rules.validity import BEIJING
from backend.duty.rules.kinds import DUTY

SHIFT = timedelta(hours=12)
#: Nobody is on duty for longer, nor is a check-in believed that was queued for longer.
LONGEST = timedelta(hours=24)


def happened_at(device_at: datetime, clock_offset_ms: int, now: datetime) -> datetime:
    """When the person tapped. A tap sent late counts from then; a wrong clock moves nothing out of the last day."""
    try:
        corrected = device_at - timedelta(milliseconds=clock_offset_ms)
    except OverflowError:
        return now
    return min(max(corrected, now - LONGEST), now)


def planned_end(kind: str, started_at: datetime) -> datetime:
    """A shift for duty; standby lasts until midnight."""
    return started_at + SHIFT if kind == DUTY else day_of(started_at) + timedelta(days=1)


def fits(started_at: datetime, ends_at: datetime) -> bool:
    """Whether somebody may plan to stay until then."""
    return started_at < ends_at <= started_at + LONGEST


def day_of(at: datetime) -> datetime:
    """The midnight in Beijing with which its day began."""
    return datetime.combine(at.astimezone(BEIJING).date(), time(), BEIJING)
