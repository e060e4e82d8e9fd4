"""When somebody asks for help: for as long as that is the last thing he has said."""

from datetime import datetime

from backend.commands.rules.receipt_ladder import ANSWERS, Standing, State

ANSWERED = "answered"
ATTENDED = "attended"
#: what is said by acting: on the way, there, done, safe
ACTS = frozenset(state for state in State if state > max(ANSWERS))


def asks(standing: Standing, acted_at: datetime | None) -> bool:
    """`acted_at`: when he last reported an act. Of an act and a call at the same moment, the call counts."""
    if standing.answer is not State.needs_help or standing.answered_at is None:
        return False
    return acted_at is None or acted_at <= standing.answered_at
