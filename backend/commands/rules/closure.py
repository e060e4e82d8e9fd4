"""叫应, call-and-answer: when a place of the tree has answered an order."""

from datetime import datetime
from math import ceil

from backend.commands.rules.receipt_ladder import State

#: Shares are kept as floats; 0.55 of 100 people are 55, not 56.
_ROUNDING = 1e-9


def has_answered(state: State | int | None) -> bool:
    """Whether a person of this best state has said anything himself; None: he was never asked."""
    return state is not None and state >= State.acknowledged


def has_acknowledged(state: State | int | None) -> bool:
    """Whether he takes the order on: who declines or needs help has answered, but nothing is settled there."""
    return has_answered(state) and state not in {State.declined, State.needs_help}


def needed(people: int, quorum: float) -> int:
    """How many of a place's recipients must acknowledge; `quorum` is a share, 0–1."""
    return ceil(people * quorum - _ROUNDING)


def is_answered(*, people: int, acknowledged: int, quorum: float, responsible: State | int | None) -> bool:
    """Needs both: the place's responsible person (his state; None: there is none, or he was not asked) and a quorum."""
    return has_acknowledged(responsible) and acknowledged >= needed(people, quorum)


def is_overdue(*, answered: bool, deadline_at: datetime, at: datetime, ended_at: datetime | None) -> bool:
    """Whether a place let its deadline pass; an order that ended before it asks nothing of anybody any more."""
    return not answered and min(at, ended_at or at) > deadline_at
