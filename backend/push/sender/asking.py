"""Which messages outside are asked after, and by whom: it is written down, so that a new sender goes on asking."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.core import clock
from backend.push.channels.outside.gateway import Sent
from backend.push.rules.asking import ASK_AFTER_S, ASKED_FOR

AT_ONCE = 1_000


def to_ask_after(session: Session, channel: str) -> list[Sent]:
    """Those that are due; the next question is set before this one is put. The caller commits."""
    waits = ASK_AFTER_S.get(channel)
    if not waits:
        return []
    now = clock.now()
    columns = {"channel": channel, "now": now, "oldest": now - ASKED_FOR, "waits": list(waits), "limit": AT_ONCE}
    return [Sent(row.reference, row.address) for row in session.execute(text(ASK), columns) if row.is_young]


# After the last question there is no next wait, and an interval of null is null: nobody asks any more.
ASK = """
WITH due AS (
    SELECT id, asked FROM channel_message WHERE channel = :channel AND ask_at <= :now
    ORDER BY ask_at, reference LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channel_message SET asked = due.asked + 1, ask_at = CASE WHEN accepted_at > :oldest THEN
    CAST(:now AS timestamptz) + make_interval(secs => (CAST(:waits AS float8[]))[due.asked + 2]) END
FROM due WHERE channel_message.id = due.id
RETURNING channel_message.reference, channel_message.address, channel_message.accepted_at > :oldest AS is_young
"""
