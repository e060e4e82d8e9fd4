"""The life of a case: which verb leads from which state to which."""

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
#: Nothing follows any more.
ENDED = (CLOSED, NOT_ACCEPTED, NOT_REGISTERED, CANCELLED, MERGED)
OPEN = tuple(state for state in STATES if state not in ENDED)


def after_report(*, self_handled: bool) -> str:
    """What was fixed on the spot 自行处置 goes straight to the check."""
    return CHECKING if self_handled else PENDING
