"""Whether somebody may work on a site: a green code passes, and everything else is refused by name."""

from datetime import datetime, timedelta
from typing import NamedTuple

#: (P) A clearing is good for a week at most, and what was found is kept for a month.
GOOD_FOR, KEPT_FOR = timedelta(days=7), timedelta(days=30)
PURPOSE = "back_to_work"
STATES = ("listed", "cleared", "expired", "refused")
#: taken off the list by hand
REMOVED = "removed"
SOURCES = ("code", "record")


class Verdict(NamedTuple):
    passed: bool
    colour: str
    #: ok, or what stands against it: a colour, or what was wrong with the code
    why: str
    until: datetime | None


def on_record(colour: str, valid_until: datetime | None, *, is_known: bool, now: datetime) -> Verdict:
    """By what the district knows of his colour; whom it does not know has to show a code."""
    if not is_known:
        return Verdict(False, "unknown", "nobody", None)
    if colour != "green":
        return Verdict(False, colour, colour, None)
    return Verdict(True, colour, "ok", min(now + GOOD_FOR, valid_until or now))


def by_code(colour: str, why: str, *, is_his: bool, now: datetime) -> Verdict:
    """By a code that he shows; one of somebody else clears nobody."""
    if why != "ok":
        return Verdict(False, colour, why, None)
    if not is_his:
        return Verdict(False, "unknown", "not_his", None)
    return Verdict(True, colour, "ok", now + GOOD_FOR) if colour == "green" else Verdict(False, colour, colour, None)
