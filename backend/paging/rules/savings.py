"""Saved calls: 1 − targets that needed a person ÷ targets; of no targets nothing is known."""

GOAL = 2 / 3


def saved(targets: int, needed_person: int) -> float | None:
    return 1 - needed_person / targets if targets else None
