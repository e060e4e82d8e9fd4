"""Orders that newer words have replaced: what went outside is taken back, as far as nobody is left without a word."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db, without_nested_loops
from backend.push.sender.life import BELL


def recall_replaced(subject_ids: Sequence[UUID], *, channel: str, newer: UUID, spare: Sequence[UUID]) -> int:
    """Say it to every sender; how many messages. A second time changes nothing.

    `spare`: who has not got the words of `newer`; so is of whose newer message the gateway has not said what became.
    Gateways take back a whole call, so what one of them has stays for all who were in it.
    """
    given = {"subjects": list(subject_ids), "channel": channel, "newer": newer, "spare": list(spare)}
    with without_nested_loops():
        recalled = len(db.session.execute(text(RECALL), {**given, "now": clock.now()}).all())
    if recalled:
        db.session.execute(text(f"NOTIFY {BELL}"))
    return recalled


# It waits for nobody: a sender that writes results just now has its rows, and the next look takes them. Subjects are
# named again where rows are fetched by id: without nested loops it would read all messages that there are.
RECALL = """
WITH old AS (
    SELECT id, person_id, reference FROM channel_message
    WHERE subject_id = ANY(CAST(:subjects AS uuid[])) AND channel = :channel AND retract_at IS NULL
        AND state <> 'refused' AND expires_at > :now
), unsure AS (
    SELECT person_id FROM channel_message
    WHERE subject_id = CAST(:newer AS uuid) AND channel = :channel
        AND (ask_at IS NOT NULL OR (asked > 0 AND state = 'accepted'))
    UNION ALL SELECT unnest(CAST(:spare AS uuid[]))
), kept AS (
    SELECT old.id, old.reference FROM old JOIN unsure USING (person_id)
), free AS (
    SELECT id FROM channel_message
    WHERE subject_id = ANY(CAST(:subjects AS uuid[])) AND id IN (
        SELECT old.id FROM old
        WHERE NOT EXISTS (SELECT FROM kept WHERE kept.id = old.id)
            AND NOT EXISTS (SELECT FROM kept WHERE kept.reference = old.reference)
    ) FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channel_message SET retract_at = :now FROM free
WHERE channel_message.id = free.id AND channel_message.subject_id = ANY(CAST(:subjects AS uuid[]))
RETURNING channel_message.id
"""
