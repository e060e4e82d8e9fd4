"""What time it is; tests and drills may hold and move it."""

from datetime import UTC, datetime, timedelta

_held: list[datetime] = []


def now() -> datetime:
    return _held[-1] if _held else datetime.now(UTC)  # noqa: TID251 - the one place


def hold(at: datetime) -> None:
    """Stop the clock at a moment (aware; kept in UTC)."""
    if at.tzinfo is None:
        raise ValueError("the clock holds aware times only")
    _held[:] = [at.astimezone(UTC)]


def move(seconds: float) -> None:
    """Move the clock on; one that runs is held first."""
    hold(now() + timedelta(seconds=seconds))


def release() -> None:
    _held.clear()
