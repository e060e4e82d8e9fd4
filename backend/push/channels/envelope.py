"""What goes into a channel and what comes out of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.push.rules.answers import Outcome


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one subscription, still in the clear.

    `key` is the source's own hashable name for it; with `subscription_id` it is unique.
    `ttl` in seconds, more than 0. `topic` at most 32 base64url characters.
    `p256dh` and `auth` are base64url as the browser gave them.
    On a channel without subscriptions `subscription_id` is the person's id and `endpoint` empty.
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
