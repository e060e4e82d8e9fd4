"""What a delivery becomes when the results of its messages come in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from backend.commands.rules.receipt_ladder import State

A_MOMENT = timedelta(milliseconds=1)
#: the message may still get through
TRY_AGAIN = frozenset({"retry", "alarm", "unsent"})


class Heard(NamedTuple):
    """One result: of which subscription, and what the gateway said."""

    subscription_id: UUID
    outcome: str
    status: int
    retry_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """The part of a delivery that the sender moves."""

    state: int
    accepted_at: datetime | None
    #: None: nothing more is owed
    next_try_at: datetime | None
    #: the subscriptions still owed; None: the one that he has
    remaining: frozenset[UUID] | None
    tries: int
    last_status: int | None


def after(sending: Sending, results: Sequence[Heard], *, expires: datetime) -> Sending:
    """The state only climbs: a receipt may have been faster than the gateway's answer."""
    accepted = [heard.at for heard in results if heard.outcome == "accepted"]
    tried = [heard for heard in results if heard.outcome != "unsent"]
    owed = _owed(sending, results)
    next_try_at = _next_try(sending, results) if owed else None
    is_over = next_try_at is not None and next_try_at >= expires
    return replace(
        sending,
        state=max(sending.state, State.accepted) if accepted else sending.state,
        accepted_at=sending.accepted_at or min(accepted, default=None),
        next_try_at=None if is_over else next_try_at,
        remaining=frozenset(owed) if owed and not is_over else None,
        # What never left is no try: a retraction need not correct it.
        tries=sending.tries + bool(tried),
        last_status=tried[-1].status if tried else sending.last_status,
    )


def _owed(sending: Sending, results: Sequence[Heard]) -> set[UUID]:
    again = {heard.subscription_id for heard in results if heard.outcome in TRY_AGAIN}
    if sending.next_try_at is None:
        # Answered in the meantime: nobody is told again what he has answered.
        return set()
    if sending.remaining is None:
        return again
    return set(sending.remaining) - {heard.subscription_id for heard in results} | again


def _next_try(sending: Sending, results: Sequence[Heard]) -> datetime | None:
    """The earliest time asked for; without one, other messages to him are still under way."""
    # Later than its claim in any case: that is how what is under way is told from what waits.
    asked = [
        max(heard.retry_at, heard.at + A_MOMENT)
        for heard in results
        if heard.outcome in TRY_AGAIN and heard.retry_at is not None
    ]
    return min(asked) if asked else sending.next_try_at
