"""When failures lock an account, and for how long."""

from datetime import datetime, timedelta

FAILURES = 5
LOCKED_FOR = timedelta(minutes=30)


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def after_failure(failed: int, locked_until: datetime | None, now: datetime) -> tuple[int, datetime | None]:
    """The count and the lock after one more failure; a lock that has passed starts a new count."""
    failed = 1 if locked_until is not None else failed + 1
    return failed, (now + LOCKED_FOR if failed >= FAILURES else None)
