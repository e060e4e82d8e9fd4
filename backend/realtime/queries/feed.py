"""The facts that the feed tells of, from a place on: as many as there are new ones, whatever lies before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, text

from backend.core.db import db
from backend.core.http.actor import Actor
from backend.realtime.rules.cursor import Place

#: Facts that one reply looks at.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class News:
    """What changed, kind by kind, each thing once; and the place to go on from."""

    ids: dict[str, list[UUID]]
    xid: int
    seq: int
    more: bool


def news(actor: Actor, since: Place, floor: int) -> News:
    """`floor`: the oldest transaction that still ran before this was asked.

    What is above it is told as far as it can be seen, and once more the next time: a transaction that is still open
    below it may yet add something, and no place is given out beyond that.
    """
    given = {"xid": since.xid, "seq": since.seq, "me": actor.id, "most": AT_ONCE + 1}
    rows = db.session.execute(text(FACTS), given).all()
    told = rows[:AT_ONCE]
    is_cut = len(rows) > AT_ONCE
    if is_cut and told[-1].xid < floor:
        return News(_by_kind(told), told[-1].xid, told[-1].seq, more=True)
    return News(_by_kind(told), floor, 0, more=False)


def _by_kind(rows: Sequence[Row[tuple[str, str]]]) -> dict[str, list[UUID]]:
    found: dict[str, dict[UUID, None]] = {}
    for row in rows:
        try:
            found.setdefault(row.kind, {})[UUID(row.subject_id)] = None
        except ValueError:
            continue
    return {kind: list(ids) for kind, ids in found.items()}


# Two partial indexes, one range of each. Receipts of others are many, and nobody's news but their own.
FACTS = """
(
    SELECT xid, seq, subject_type AS kind, subject_id FROM fact
    WHERE subject_type IN ('order', 'incident') AND (xid, seq) > (:xid, :seq)
    ORDER BY xid, seq LIMIT :most
) UNION ALL (
    SELECT xid, seq, 'order', subject_id FROM fact
    WHERE subject_type = 'order_receipts' AND actor_id = :me AND (xid, seq) > (:xid, :seq)
    ORDER BY xid, seq LIMIT :most
) ORDER BY xid, seq LIMIT :most
"""
