"""The states of a recipient, in the order in which a later one outweighs an earlier one."""

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
