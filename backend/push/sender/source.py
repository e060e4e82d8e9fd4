"""What the sender asks of whoever has messages: hand some out, take back what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

Outcome = Literal["accepted", "gone", "retry", "refused", "alarm", "too_large"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one subscription, still in the clear.

    `key` is the source's own hashable name for it; with `subscription_id` it is unique.
    `ttl` in seconds, more than 0. `topic` at most 32 base64url characters.
    `p256dh` and `auth` are base64url as the browser gave them.
    """

    key: object
    channel: str
    subscription_id: UUID
    endpoint: str
    p256dh: str
    auth: str
    key_id: str
    payload: bytes
    ttl: int
    urgency: str
    topic: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one envelope.

    `status` is the service's HTTP status; 0 when none came: nothing was tried, or the line broke.
    `retry_at` is set for `retry` and `alarm`; it may lie behind the envelope's expiry,
    then the source lets it go. An expired envelope comes back `refused` with status 0.
    """

    key: object
    subscription_id: UUID
    outcome: Outcome
    status: int
    retry_at: datetime | None
    at: datetime


class Source(Protocol):
    """Rows with a due time; a claim is void as soon as the sender's advisory lock is gone."""

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        """Take up to about `limit` due envelopes for this sender; the caller commits."""
        ...

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        """Write results in bulk; the caller commits."""
        ...

    def next_due(self, session: Session) -> datetime | None:
        """When the next envelope falls due, None when there is none."""
        ...
