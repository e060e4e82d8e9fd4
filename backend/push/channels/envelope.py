"""What goes into a channel and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.push.rules.answers import Outcome
from backend.push.rules.replies import State

#: These lead to other companies' gateways, which do not notice when the same message comes twice.
OUTSIDE = ("sms", "voice", "work_im", "app_push")


# Not frozen, as nothing changes them all the same: of what goes by the hundred thousand, that costs 2 µs each.
@dataclass(slots=True)
class Envelope:
    """One message for one subscription, still in the clear.

    `key` is the source's own hashable name for it; with `subscription_id` it is unique.
    `ttl` in seconds, more than 0. `topic` at most 32 base64url characters.
    `p256dh` and `auth` are base64url as the browser gave them.
    `rank`: lower goes first, whatever was claimed before it.
    On a channel without subscriptions `subscription_id` is the person's id and `endpoint` empty;
    on one that leads outside `endpoint` is the address: `tel:+8619900000001`, or the provider's id of the person.
    `in_doubt`: it was on the line before, and nobody knows whether it was accepted.
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
    in_doubt: bool = False
    rank: int = 2


@dataclass(slots=True)
class Result:
    """What became of one envelope.

    `status` is the service's HTTP status; 0 when none came: nothing was tried, or the line broke.
    `retry_at` is set for `retry`, `alarm` and `unsent`; it may lie behind the envelope's expiry,
    then the source lets it go. An expired envelope comes back `refused` with status 0.
    `reference` is the gateway's own name for what it accepted. `in_doubt`: it may have been accepted all the same,
    so only a channel that can find out sends it again.
    """

    key: object
    subscription_id: UUID
    outcome: Outcome
    status: int
    retry_at: datetime | None
    at: datetime
    reference: str = ""
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What came back on a channel: of the message of this `reference`, or of the newest live one to this `address`.

    `pressed`: in a call that asks, question → keys.
    """

    channel: str
    state: State
    at: datetime
    reference: str = ""
    address: str = ""
    pressed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """A report that has found its message: the order `subject_id`, to `person_id`."""

    channel: str
    subject_id: UUID
    person_id: UUID
    state: State
    at: datetime
    reference: str
    pressed: Mapping[str, str] = field(default_factory=dict)
