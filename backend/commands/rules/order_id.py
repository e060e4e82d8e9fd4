"""Whether an order's client-made id is a time-ordered one of about now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from backend.core.errors import refuse

VERSION = 7
#: Phones' clocks are wrong; but ids of another age would fill months whose partitions are still to be made.
TOLERANCE = timedelta(days=7)
_MILLISECONDS_SHIFT = 80


def made_at(order_id: UUID) -> datetime:
    """The first 48 bits: milliseconds since 1970."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=order_id.int >> _MILLISECONDS_SHIFT)


def check(order_id: UUID, now: datetime) -> None:
    """`now` is the world's time, as the partitions go by it, not the product's movable one."""
    if order_id.version != VERSION or not _is_near(order_id, now):
        refuse("order.bad_id", id=str(order_id))


def _is_near(order_id: UUID, now: datetime) -> bool:
    try:
        return abs(made_at(order_id) - now) <= TOLERANCE
    except OverflowError:
        return False
