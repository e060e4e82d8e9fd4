"""An order's life: live until it is updated, cancelled, cleared or expired, and nothing after that."""

from datetime import datetime, timedelta

from backend.commands.rules.cap import ACTUAL, EXERCISE
from backend.core.errors import refuse

LIVE = "live"
SUPERSEDED = "superseded"
CANCELLED = "cancelled"
CLEARED = "cleared"
EXPIRED = "expired"
STATES = (LIVE, SUPERSEDED, CANCELLED, CLEARED, EXPIRED)

#: state → verb → the state after it; what is not here is refused
BECOMES: dict[str, dict[str, str]] = {
    LIVE: {"update": SUPERSEDED, "cancel": CANCELLED, "all_clear": CLEARED, "expire": EXPIRED},
    SUPERSEDED: {},
    CANCELLED: {},
    CLEARED: {},
    EXPIRED: {},
}
#: longer, and it is not an emergency's order but a notice
LONGEST_LIFE = timedelta(days=7)
#: a correction and an all-clear are last words: they expire, but nothing refers to them
LAST_WORDS = frozenset({"correction", "all_clear"})


def state_of(ended_reason: str | None, expires: datetime, now: datetime) -> str:
    """What an order is now; it expires by the clock, whether or not the job has written so."""
    if ended_reason is not None:
        return ended_reason
    return EXPIRED if expires <= now else LIVE


def become(verb: str, *, kind: str, state: str) -> str:
    """The state after the verb, or a refusal by name."""
    if kind in LAST_WORDS and verb != "expire":
        refuse("order.last_word", kind=kind)
    after = BECOMES[state].get(verb)
    if after is None:
        refuse("order.not_live", state=state)
    return after


def check_status(status: str, original: str) -> None:
    """A drill stays a drill along its whole chain; and a real order is never called a drill afterwards."""
    if original == EXERCISE and status == ACTUAL:
        refuse("order.exercise_stays_exercise")
    if status != original:
        refuse("order.status_changes")


def sends(state: str) -> bool:
    """Does anything of the order still go out?"""
    return state == LIVE
