"""The states of a recipient, in the order in which a later one outweighs an earlier one."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum


class State(IntEnum):
    """The number is the rank: a recipient's best state only ever grows. Kept as the number in the database."""

    #: stopped before it was sent; whatever is heard from the device later outweighs it
    superseded = -1
    planned = 0
    #: taken by a channel's gateway; never "delivered"
    accepted = 10
    shown = 20
    opened = 30
    acknowledged = 40
    declined = 41
    needs_help = 42
    en_route = 50
    arrived = 60
    done = 70
    safe = 71


#: What a person says, as against what a machine noticed.
ANSWERS = frozenset({State.acknowledged, State.declined, State.needs_help})
#: What a device or a person may report.
REPORTED = frozenset(state for state in State if state >= State.shown)
#: What a token without a session may report.
BY_TOKEN = frozenset({State.shown, State.opened}) | ANSWERS


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one recipient: his best state, and the last of his answers."""

    state: State
    answer: State | None = None
    #: of `answer`; without one, of the first report that implies it (on his way, there, done)
    answered_at: datetime | None = None


def after(standing: Standing, reported: State, at: datetime) -> Standing:
    """The standing after one more report, whatever the order in which reports arrive.

    The three answers stand on one rung: of two, the one given later counts. Everything else only climbs.
    """
    best = max(standing.state, reported)
    if reported < State.acknowledged:
        return replace(standing, state=best)
    if reported not in ANSWERS:
        first = min(standing.answered_at or at, at) if standing.answer is None else standing.answered_at
        return replace(standing, state=best, answered_at=first)
    if standing.answer is not None and standing.answered_at is not None and at < standing.answered_at:
        return standing
    return Standing(standing.state if standing.state > max(ANSWERS) else reported, reported, at)


#: What is stamped on an order when its first recipient gets there: name → the states that say so.
MILESTONES: dict[str, frozenset[State]] = {
    "shown": REPORTED,
    "acknowledged": frozenset({State.acknowledged, State.en_route, State.arrived, State.done, State.safe}),
    "arrived": frozenset({State.arrived, State.done, State.safe}),
}
