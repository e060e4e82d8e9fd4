"""What goes outside is written down before it leaves, and once more when it is known what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.core import clock
from backend.core.db import uuid7
from backend.push.channels.envelope import OUTSIDE, Envelope, Result
from backend.push.rules.asking import first_wait


@dataclass(slots=True)
class Opened:
    """`fresh` are to go out; of the others it is known already that they were accepted."""

    fresh: list[Envelope] = field(default_factory=list)
    known: list[Result] = field(default_factory=list)


class Name(NamedTuple):
    """Which message it is, whichever sender has it in hand and however often."""

    channel: str
    subject_id: UUID
    person_id: UUID
    attempt: int


def name_of(envelope: Envelope) -> Name:
    said = orjson.loads(envelope.payload)
    return Name(envelope.channel, UUID(said["order_id"]), UUID(said["person_id"]), said.get("attempt", 1))


def open_messages(session: Session, envelopes: Sequence[Envelope]) -> Opened:
    """Write them down as being sent; the caller commits before anything leaves."""
    opened, now = Opened(), clock.now()
    named = {name_of(envelope): envelope for envelope in envelopes}
    columns = {**_columns(named), "addresses": [envelope.endpoint for envelope in named.values()]}
    columns["ids"] = [uuid7() for _ in named]
    columns["ends"] = [envelope.expires_at for envelope in named.values()]
    for row in session.execute(text(OPEN), {**columns, "now": now}):
        envelope = named[Name(row.channel, row.subject_id, row.person_id, row.attempt)]
        if row.was in {"accepted", "delivered", "undelivered"}:
            known = Result(envelope.key, envelope.subscription_id, "accepted", 0, None, now, row.reference or "")
            opened.known.append(known)
        elif row.is_retracted:
            opened.known.append(Result(envelope.key, envelope.subscription_id, "refused", 0, None, now))
        else:
            opened.fresh.append(replace(envelope, in_doubt=row.was == "sending"))
    return opened


def close_messages(session: Session, pairs: Iterable[tuple[Envelope, Result]]) -> None:
    """Write down what became of those that went outside; what is in doubt stays as being sent."""
    outside = [(envelope, result) for envelope, result in pairs if envelope.channel in OUTSIDE and not result.in_doubt]
    if not outside:
        return
    columns: dict[str, list[Any]] = _columns([name_of(envelope) for envelope, _ in outside])
    columns["states"] = [_state_of(result) for _, result in outside]
    columns["names"] = [result.reference or None for _, result in outside]
    columns["times"] = [result.at for _, result in outside]
    now = clock.now()
    columns["asks"] = [now + wait if (wait := first_wait(envelope.channel)) else None for envelope, _ in outside]
    session.execute(text(CLOSE), columns)


def _state_of(result: Result) -> str:
    if result.outcome == "accepted":
        return "accepted"
    return "waiting" if result.retry_at else "refused"


def _columns(names: Iterable[Name]) -> dict[str, list[Any]]:
    names = list(names)
    return {
        "channels": [name.channel for name in names],
        "subjects": [name.subject_id for name in names],
        "people": [name.person_id for name in names],
        "attempts": [name.attempt for name in names],
    }


# `was` is the state before: the row's own where it is new is 'waiting', as nobody has tried yet.
OPEN = """
WITH given AS (
    SELECT * FROM unnest(
        CAST(:ids AS uuid[]), CAST(:channels AS text[]), CAST(:subjects AS uuid[]), CAST(:people AS uuid[]),
        CAST(:attempts AS int[]), CAST(:addresses AS text[]), CAST(:ends AS timestamptz[])
    ) AS given (id, channel, subject_id, person_id, attempt, address, expires_at)
), before AS (
    SELECT channel_message.* FROM channel_message JOIN given USING (channel, subject_id, person_id, attempt)
    ORDER BY channel_message.id FOR NO KEY UPDATE OF channel_message
), again AS (
    UPDATE channel_message SET state = 'sending', address = given.address FROM given, before
    WHERE before.id = channel_message.id AND before.state IN ('waiting', 'refused') AND before.retract_at IS NULL
        AND (given.channel, given.subject_id, given.person_id, given.attempt)
            = (before.channel, before.subject_id, before.person_id, before.attempt)
), made AS (
    INSERT INTO channel_message
        (id, channel, subject_id, person_id, attempt, address, state, created_at, expires_at)
    SELECT id, channel, subject_id, person_id, attempt, address, 'sending', :now, expires_at FROM given
    ON CONFLICT (channel, subject_id, person_id, attempt) DO NOTHING
)
SELECT channel, subject_id, person_id, attempt, coalesce(before.state, 'waiting') AS was, before.reference,
    before.retract_at IS NOT NULL AS is_retracted
FROM given LEFT JOIN before USING (channel, subject_id, person_id, attempt)
"""

# A report may have been quicker than the answer: then it stays.
CLOSE = """
UPDATE channel_message SET state = given.state, reference = coalesce(given.reference, channel_message.reference),
    accepted_at = CASE WHEN given.state = 'accepted' THEN coalesce(accepted_at, given.at) ELSE accepted_at END,
    ask_at = CASE WHEN given.state = 'accepted' THEN given.ask_at END
FROM unnest(
    CAST(:channels AS text[]), CAST(:subjects AS uuid[]), CAST(:people AS uuid[]), CAST(:attempts AS int[]),
    CAST(:states AS text[]), CAST(:names AS text[]), CAST(:times AS timestamptz[]), CAST(:asks AS timestamptz[])
) AS given (channel, subject_id, person_id, attempt, state, reference, at, ask_at)
WHERE channel_message.channel = given.channel AND channel_message.subject_id = given.subject_id
    AND channel_message.person_id = given.person_id AND channel_message.attempt = given.attempt
    AND channel_message.state IN ('sending', 'waiting', 'refused')
"""
