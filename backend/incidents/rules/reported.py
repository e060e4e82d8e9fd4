"""A report as it comes in: since when it counts, and what its id must be."""

from datetime import datetime, timedelta
from uuid import UUID

VERSION = 7
#: A phone may stay in a drawer for a month before its queue is sent; as long as keys are kept.
OLDEST = timedelta(days=45)

#: role → the source that its reports have
SOURCES = {
    "grid_worker": "grid_worker",
    "volunteer": "resident",
    "handler": "property",
    "duty_officer": "hotline",
    "commander": "leader",
}
#: 网格员上报, 居民上报, 12345转办, 物业上报, 智能监控抓拍, 领导上报, 传感器
ALL_SOURCES = ("grid_worker", "resident", "hotline", "property", "camera", "leader", "sensor")
REPORTERS = tuple(SOURCES)


def happened_at(device_at: datetime, clock_offset_ms: int, now: datetime) -> datetime:
    """When the person tapped, by the server's clock: never after it arrived, never before anything is believed."""
    try:
        corrected = device_at - timedelta(milliseconds=clock_offset_ms)
    except OverflowError:
        return now
    return min(max(corrected, now - OLDEST), now)


def is_id(given: UUID) -> bool:
    return given.version == VERSION


def source_of(roles: frozenset[str]) -> str:
    """By the nearest to the street of the roles that somebody held there."""
    return next(source for role, source in SOURCES.items() if role in roles)


def number_of(day: str, serial: int) -> str:
    """The task number 任务号: the day of Beijing and a running number that is never given twice."""
    return f"{day}-{serial:06d}"
