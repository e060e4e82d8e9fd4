"""Saved calls: 1 − targets that needed a person ÷ targets; of no targets nothing is known."""

GOAL = 2 / 3


def saved(targets: int, needed_person: int) -> float | None:
    return 1 - needed_person / targets if targets else None


def saved_minutes(by_robot: int, *, seconds: int, handled: int) -> float | None:
    """As long as people talk on average, for each call that nobody had to make; unknown until somebody made one."""
    return round(by_robot * seconds / handled / 60, 1) if handled else None
