"""The lives of an activity and of a place in it: state → verb → the state after it; what is not here is refused."""

from datetime import timedelta

from backend.core.errors import refuse

DRAFT, PUBLISHED, CANCELLED = "draft", "published", "cancelled"
ACTIVITY: dict[str, dict[str, str]] = {
    DRAFT: {"publish": PUBLISHED, "cancel": CANCELLED},
    PUBLISHED: {"cancel": CANCELLED},
    CANCELLED: {},
}
ACTIVITY_STATES = tuple(ACTIVITY)

SIGNED_UP, WAITING, WITHDRAWN, CHECKED_IN, CHECKED_OUT, CONFIRMED, REFUSED, MISSED = (
    "signed_up", "waiting", "withdrawn", "checked_in", "checked_out", "confirmed", "refused", "missed",
)  # fmt: skip
SIGNUP: dict[str, dict[str, str]] = {
    SIGNED_UP: {"withdraw": WITHDRAWN, "check_in": CHECKED_IN, "miss": MISSED},
    WAITING: {"withdraw": WITHDRAWN, "move_up": SIGNED_UP},
    WITHDRAWN: {"sign_up": SIGNED_UP, "wait": WAITING},
    CHECKED_IN: {"check_out": CHECKED_OUT, "miss": MISSED},
    CHECKED_OUT: {"confirm": CONFIRMED, "refuse": REFUSED},
    # A host may have been wrong, either way.
    CONFIRMED: {"refuse": REFUSED},
    REFUSED: {"confirm": CONFIRMED},
    # A phone without a network says later that somebody came.
    MISSED: {"check_in": CHECKED_IN, "check_out": CHECKED_OUT},
}
SIGNUP_STATES = tuple(SIGNUP)
#: these take one of the places
TAKES = (SIGNED_UP, CHECKED_IN, CHECKED_OUT, CONFIRMED, REFUSED)
#: somebody was there
SERVED = (CHECKED_OUT, CONFIRMED, REFUSED)
#: and these somebody's time
BUSY = (SIGNED_UP, CHECKED_IN)

#: clock: the phone's was off by more than five minutes · late: confirmed after 72 hours · hand: no phone told it
FLAGS = ("clock", "late", "unconfirmed", "hand")

MOST_CAPACITY = 2_000
LONGEST = timedelta(hours=24)
#: so long before it starts somebody may check in, and after it ends check out
EARLY, LATE = timedelta(hours=1), timedelta(hours=3)
#: when people are reminded, before it starts
REMINDERS = {"day": timedelta(hours=24), "hour": timedelta(hours=1)}


def activity_after(state: str, verb: str) -> str:
    after = ACTIVITY[state].get(verb)
    return after if after is not None else refuse("activity.cannot_become", state=state)


def signup_after(state: str, verb: str) -> str:
    after = SIGNUP[state].get(verb)
    return after if after is not None else refuse("signup.cannot_become", state=state)
