"""How long somebody has served: what he was there, at most what was planned and half an hour, in half-hours."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=30)
#: so much more than planned counts
OVERTIME = timedelta(minutes=30)
#: A phone that is further off cannot say by itself when somebody came.
CLOCK = timedelta(minutes=5)
#: within it the host confirms; later he still may, and it is seen that it was late
CONFIRM_WITHIN = timedelta(hours=72)
#: Nobody is believed to have tapped longer ago.
OLDEST = timedelta(days=3)


def served(in_at: datetime, out_at: datetime, *, starts_at: datetime, ends_at: datetime) -> int:
    """Minutes, in whole half-hours; who comes early serves from then on, as far as the most allows."""
    actual = max(out_at - in_at, timedelta())
    most = ends_at - starts_at + OVERTIME
    return int(min(actual, most) // STEP) * 30


def happened_at(device_at: datetime, clock_offset_ms: int, now: datetime) -> datetime:
    """When the person tapped, by the server's clock: never after it arrived."""
    try:
        corrected = device_at - timedelta(milliseconds=clock_offset_ms)
    except OverflowError:
        return now
    return min(max(corrected, now - OLDEST), now)


def is_off(clock_offset_ms: int) -> bool:
    return abs(clock_offset_ms) > CLOCK / timedelta(milliseconds=1)
