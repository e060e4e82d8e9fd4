"""Once an update has gone out on a channel, the older words of its chain are taken back there: never before."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from backend.commands.models.order import Order
from backend.commands.queries import chain
from backend.commands.rules.ladder import RECALLED
from backend.core import clock
from backend.core.db import db, without_nested_loops
from backend.push.actions.recall_replaced import recall_replaced
from backend.push.queries.unrecalled import is_any_unrecalled


def take_back_replaced() -> int:
    """How many messages. Safe to run twice: what was taken back already is let be."""
    given = {"channels": list(RECALLED), "now": clock.now()}
    return sum(_of(row.order_id, row.channel) for row in db.session.execute(text(GONE_OUT), given).all())


def _of(order_id: UUID, channel: str) -> int:
    before = chain.before(db.session.get_one(Order, order_id))
    if not is_any_unrecalled(before, channel=channel):
        return 0
    return recall_replaced(before, channel=channel, newer=order_id, spare=_without(order_id, before, channel))


def _without(order_id: UUID, before: Sequence[UUID], channel: str) -> Sequence[UUID]:
    """Whom the newer words have not reached, by this channel or any other: the older ones are better than none."""
    given = {"order_id": order_id, "before": list(before), "channel": channel}
    with without_nested_loops():
        return db.session.scalars(text(WITHOUT), given).all()


# Live updates whose step has been handed out to everybody and waits for no answer of the gateway.
GONE_OUT = """
SELECT orders.id AS order_id, order_step.channel
FROM orders
JOIN order_progress ON order_progress.order_id = orders.id AND order_progress.ended_at IS NULL
JOIN order_step ON order_step.order_id = orders.id AND order_step.channel = ANY(CAST(:channels AS text[]))
WHERE orders.kind = 'update' AND orders.expires > :now
    AND NOT EXISTS (
        SELECT FROM ladder_batch WHERE ladder_batch.order_id = orders.id AND ladder_batch.step = order_step.step
            AND ladder_batch.done_at IS NULL
    )
    AND NOT EXISTS (
        SELECT FROM delivery_step WHERE delivery_step.order_id = orders.id AND delivery_step.step = order_step.step
            AND delivery_step.state IN ('waiting', 'claimed')
    )
ORDER BY orders.id
"""

# An update looks up its people afresh: of who is none of them any more nobody has asked. What another gateway has taken
# has reached nobody yet; a screen that showed it, or an answer, has.
WITHOUT = """
SELECT told.person_id FROM delivery_step AS told
WHERE told.order_id = ANY(CAST(:before AS uuid[])) AND told.channel = :channel
    AND NOT EXISTS (
        SELECT FROM delivery_step AS anew WHERE anew.order_id = :order_id AND anew.person_id = told.person_id
            AND anew.channel = :channel AND anew.state IN ('accepted', 'delivered')
    )
    AND NOT EXISTS (
        SELECT FROM delivery WHERE delivery.order_id = :order_id AND delivery.person_id = told.person_id
            AND delivery.state >= 20
    )
"""
