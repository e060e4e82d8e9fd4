"""Whether a report is taken, is the repeat of one, or is refused, and by which name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from backend.commands.rules.receipt_ladder import ANSWERS, BY_TOKEN, State

#: the app; a push opened without it; a channel that answers; or somebody who was asked to look after him
Via = Literal["session", "token", "sms", "voice", "work_im", "app_push", "behalf"]
Verdict = Literal[
    "take", "repeat", "receipt.id_taken", "receipt.needs_session", "receipt.token_expired", "receipt.token_used"
]


@dataclass(frozen=True, slots=True)
class Report:
    """What a device says happened to one person's copy of an order."""

    #: made by the client; version 7
    id: UUID
    order_id: UUID
    person_id: UUID
    state: State
    device_at: datetime
    #: device minus server, milliseconds
    clock_offset_ms: int
    via: Via
    device_id: UUID | None = None
    note: str | None = None
    #: who says it for him
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A report taken earlier."""

    person_id: UUID
    state: State
    server_at: datetime


def judge(report: Report, *, expires: datetime, same_id: Kept | None, by_token: Kept | None, now: datetime) -> Verdict:
    """`by_token`: the one answer that this person's token has given, if it has."""
    if same_id is not None:
        same = (same_id.person_id, same_id.state) == (report.person_id, report.state)
        return "repeat" if same else "receipt.id_taken"
    if report.via != "token":
        return "take"
    if report.state not in BY_TOKEN:
        return "receipt.needs_session"
    if now >= expires:
        return "receipt.token_expired"
    if report.state not in ANSWERS or by_token is None:
        return "take"
    return "repeat" if by_token.state == report.state else "receipt.token_used"


def happened_at(report: Report, *, sent: datetime, now: datetime) -> datetime:
    """The device's time by the server's clock, kept between the order's start and now: a wrong clock moves nothing."""
    try:
        corrected = report.device_at - timedelta(milliseconds=report.clock_offset_ms)
    except OverflowError:
        return now
    return min(max(corrected, sent), now)
