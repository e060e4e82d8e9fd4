"""The life of a case: which verb leads from which state to which."""

from collections.abc import Mapping

from backend.core.errors import refuse

PENDING = "pending"
VERIFIED = "verified"
ACCEPTED = "accepted"
REGISTERED = "registered"
DISPATCHED = "dispatched"
HANDLING = "handling"
RETURNED = "returned"
REWORK = "rework"
SUSPENDED = "suspended"
HANDLED = "handled"
CHECKING = "checking"
CLOSED = "closed"
NOT_ACCEPTED = "not_accepted"
NOT_REGISTERED = "not_registered"
CANCELLED = "cancelled"
MERGED = "merged"

STATES = (
    *(PENDING, VERIFIED, ACCEPTED, REGISTERED, DISPATCHED, HANDLING, RETURNED, REWORK, SUSPENDED, HANDLED, CHECKING),
    *(CLOSED, NOT_ACCEPTED, NOT_REGISTERED, CANCELLED, MERGED),
)
#: Nothing follows any more, but for the reporter's word on it.
ENDED = (CLOSED, NOT_ACCEPTED, NOT_REGISTERED, CANCELLED, MERGED)
#: It turned out to be nothing to handle.
NO_CASE = (NOT_ACCEPTED, NOT_REGISTERED, CANCELLED)
OPEN = tuple(state for state in STATES if state not in ENDED)
#: a duty officer must do something
AT_THE_DESK = (PENDING, VERIFIED, ACCEPTED, REGISTERED, RETURNED)
#: a unit must do something
WITH_THE_UNIT = (DISPATCHED, HANDLING, REWORK)
#: somebody must look at what was done
TO_CHECK = (HANDLED, CHECKING)

STAYS = {state: state for state in OPEN}
UNIT_STAYS = {state: state for state in WITH_THE_UNIT}

#: outcome of a verb → state before → state after; what is not here is refused
BECOMES: dict[str, Mapping[str, str]] = {
    "verify": {PENDING: VERIFIED},
    "verify_failed": {PENDING: NOT_ACCEPTED},
    "accept": {PENDING: ACCEPTED, VERIFIED: ACCEPTED},
    "not_accept": {PENDING: NOT_ACCEPTED, VERIFIED: NOT_ACCEPTED},
    "register": {ACCEPTED: REGISTERED},
    "not_register": {ACCEPTED: NOT_REGISTERED},
    "dispatch": {REGISTERED: DISPATCHED, RETURNED: DISPATCHED},
    "start": {DISPATCHED: HANDLING},
    "return": {DISPATCHED: RETURNED, HANDLING: RETURNED},
    "handle": dict.fromkeys(WITH_THE_UNIT, HANDLED),
    "extend": UNIT_STAYS,
    "grant_extension": UNIT_STAYS,
    "refuse_extension": UNIT_STAYS,
    "suspend": dict.fromkeys((ACCEPTED, REGISTERED, RETURNED, *WITH_THE_UNIT), SUSPENDED),
    # To where it came from: `resumed` says where.
    "resume": {SUSPENDED: SUSPENDED},
    "check": {HANDLED: CLOSED, CHECKING: CLOSED},
    # What was said to be fixed on the spot, and is not, begins the loop like any other report.
    "check_failed": {HANDLED: REWORK, CHECKING: PENDING},
    "cancel": dict.fromkeys(OPEN, CANCELLED),
    "urge": STAYS,
    "supervise": STAYS,
    "merge": dict.fromkeys((*AT_THE_DESK, DISPATCHED, HANDLING), MERGED),
    "rate": {CLOSED: CLOSED, MERGED: MERGED},
    # The clock's own.
    "climb": {state: state for state in (*AT_THE_DESK, *WITH_THE_UNIT, SUSPENDED)},
}

#: the verbs of people; the outcomes of one verb count as one
VERBS = tuple(verb for verb in BECOMES if not verb.endswith("_failed") and verb != "climb")


def become(outcome: str, *, state: str) -> str:
    """The state after it, or a refusal that names the state now."""
    after = BECOMES[outcome].get(state)
    if after is None:
        refuse("incident.cannot_become", state=state, verb=outcome)
    return after


def leads_on(verb: str, state: str) -> bool:
    return state in BECOMES[verb]


def after_report(*, self_handled: bool) -> str:
    """What was fixed on the spot 自行处置 goes straight to the check."""
    return CHECKING if self_handled else PENDING
