"""A submission's life: pending until it is decided, taken back, overridden or run out; and nothing after that."""

from datetime import datetime, timedelta

from backend.core.errors import refuse

#: what has not been decided by then was not urgent, or nobody was there
LIFE = timedelta(minutes=15)

PENDING = "pending"
APPROVED = "approved"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
OVERRIDDEN = "overridden"
EXPIRED = "expired"
STATES = (PENDING, APPROVED, REFUSED, WITHDRAWN, OVERRIDDEN, EXPIRED)

#: state → verb → the state after it; what is not here is refused
BECOMES: dict[str, dict[str, str]] = {
    PENDING: {
        "approve": APPROVED, "refuse": REFUSED, "withdraw": WITHDRAWN, "override": OVERRIDDEN, "expire": EXPIRED
    },
    APPROVED: {},
    REFUSED: {},
    WITHDRAWN: {},
    OVERRIDDEN: {},
    EXPIRED: {},
}  # fmt: skip


def state_of(state: str, expires_at: datetime, now: datetime) -> str:
    """What a submission is now; it expires by the clock, whether or not the job has written so."""
    return EXPIRED if state == PENDING and expires_at <= now else state


def become(verb: str, *, state: str) -> str:
    """The state after the verb, or a refusal by name."""
    after = BECOMES[state].get(verb)
    if after is None:
        refuse("submission.settled", state=state)
    return after
