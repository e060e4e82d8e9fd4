"""What a push service's answer means for the message, the subscription and the origin."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

#: `unsent`: it never left, and is nobody's try.
Outcome = Literal["accepted", "gone", "retry", "refused", "alarm", "too_large", "unsent"]

#: No answer came: the line broke, the name did not resolve, the time ran out.
NO_ANSWER = 0
_FIRST_BACK_OFF_S = 1.0
_LONGEST_BACK_OFF_S = 60.0
_LONGEST_RETRY_AFTER = timedelta(days=1)
_ALARM_PAUSE = timedelta(seconds=60)
_BUSY = frozenset({406, 429, 503})
_MEANINGS: dict[int, Outcome] = {
    401: "alarm",
    403: "alarm",
    404: "gone",
    406: "retry",
    408: "retry",
    410: "gone",
    413: "too_large",
    429: "retry",
    NO_ANSWER: "retry",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`holds_origin`: nothing goes to this push service before `retry_at`."""

    outcome: Outcome
    retry_at: datetime | None = None
    holds_origin: bool = False


def judge(status: int, retry_after: str | None, now: datetime, *, strikes: int, chance: float) -> Verdict:
    """Read one answer.

    `strikes`: how often this origin failed in a row. `chance`: a random number in [0, 1).
    """
    outcome = _meaning(status)
    if outcome == "alarm":
        return Verdict(outcome, now + _ALARM_PAUSE * (1 + chance), holds_origin=True)
    if outcome != "retry":
        return Verdict(outcome)
    named = asked_for(retry_after, now, chance) if status in _BUSY else None
    return Verdict(outcome, named or back_off(now, strikes, chance), holds_origin=status in _BUSY)


def _meaning(status: int) -> Outcome:
    if 200 <= status < 300:
        return "accepted"
    if status >= 500:
        return "retry"
    # What is left is our own mistake (400) or a redirect, which is never followed.
    return _MEANINGS.get(status, "refused")


def asked_for(retry_after: str | None, now: datetime, chance: float) -> datetime | None:
    """The moment a `Retry-After` names, up to a second later so that not all come at once."""
    wait = _wait(retry_after.strip(), now) if retry_after else None
    if wait is None or wait < timedelta(0):
        return None
    return now + min(wait, _LONGEST_RETRY_AFTER) + timedelta(seconds=chance)


def back_off(now: datetime, strikes: int, chance: float) -> datetime:
    """1 s, 2 s, 4 s … 60 s, of which at least half is waited."""
    longest = min(_LONGEST_BACK_OFF_S, _FIRST_BACK_OFF_S * 2 ** min(strikes, 10))
    return now + timedelta(seconds=longest * (0.5 + chance / 2))


def _wait(retry_after: str, now: datetime) -> timedelta | None:
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:10]), 86_400))
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
