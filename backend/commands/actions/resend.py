"""Tell those again who have not answered: the same message, which on a phone takes the place of the first one."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update

from backend.areas.rules.paths import ancestors
from backend.commands import policy
from backend.commands.actions import stop
from backend.commands.actions.dispatch import wake_sender
from backend.commands.models.delivery import DeliveryBatch
from backend.commands.models.order import OrderNode, OrderProgress
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules import lifecycle
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor

#: a phone that rings without a pause is switched off
PAUSE = timedelta(seconds=60)


def resend(actor: Actor, order_id: UUID, *, node: str | None) -> dict[str, Any]:
    """How many are told again, how many nothing leads to, and how many the first message still waits for.

    Locks in the order of every ending: the order's ending, batches, deliveries. Whoever sends it again or ends it at
    the same moment waits here.
    """
    seen = scope(actor, order_id, node, by=policy.WATCH)
    stop.hold_ending(order_id)
    now = clock.now()
    _check_live(seen, now)
    _check_pause(seen, now)
    _hold_batches(order_id)
    counted = _requeue(seen, now)
    if counted["people"]:
        _told(actor, seen, counted, now)
    return {**counted, "resent_at": now if counted["people"] else None}


def _check_live(seen: Scope, now: datetime) -> None:
    ended = db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == seen.order.id))
    state = lifecycle.state_of(ended, seen.order.expires, now)
    if not lifecycle.sends(state):
        refuse("order.not_live", state=state)


def _check_pause(seen: Scope, now: datetime) -> None:
    """A place that was told again was so with all that lies in it."""
    over = {path for subtree in seen.subtrees for path in (*ancestors(subtree), subtree)}
    told = (OrderNode.order_id == seen.order.id, OrderNode.area_path.in_(over), OrderNode.resent_at > now - PAUSE)
    last = db.session.scalar(select(func.max(OrderNode.resent_at)).where(*told))
    if last is not None:
        refuse("order.resent_just_now", seconds=ceil((last + PAUSE - now).total_seconds()))


def _hold_batches(order_id: UUID) -> None:
    """Claims under way end first; later ones skip these batches."""
    batches = select(DeliveryBatch.id).where(DeliveryBatch.order_id == order_id).order_by(DeliveryBatch.id)
    db.session.execute(batches.with_for_update()).all()


def _requeue(seen: Scope, now: datetime) -> dict[str, int]:
    columns = {"order_id": seen.order.id, "now": now, "subtrees": seen.subtrees}
    row = db.session.execute(text(REQUEUE), columns).one()
    return {"people": row.people, "unreached": row.unreached, "under_way": row.under_way}


def _told(actor: Actor, seen: Scope, counted: dict[str, int], now: datetime) -> None:
    here = (OrderNode.order_id == seen.order.id, OrderNode.area_path.in_(seen.subtrees))
    db.session.execute(update(OrderNode).where(*here).values(resent_at=now))
    wake_sender()
    place = seen.subtrees[0] if len(seen.subtrees) == 1 else seen.order.area_path
    record(
        "order.resent", ("order", seen.order.id), actor=actor, area_path=place, data=dict(counted), paths=seen.subtrees
    )


# Held in the order of the key, as receipts hold them: who has answered when his turn comes is left in peace.
# Due later than its batch was claimed, if it is: that is how what is under way is told from what waits.
REQUEUE = """
WITH silent AS (
    SELECT delivery.order_id, delivery.person_id, delivery.batch_id, delivery.next_try_at IS NOT NULL AS is_owed,
        EXISTS (
            SELECT FROM subscription
            WHERE subscription.person_id = delivery.person_id AND subscription.gone_at IS NULL
        ) AS has_phone
    FROM delivery
    WHERE delivery.order_id = :order_id AND delivery.state >= 0 AND delivery.state < 40
        AND EXISTS (
            SELECT FROM unnest(CAST(:subtrees AS text[]) COLLATE "C") AS subtree (path)
            WHERE delivery.node_path >= subtree.path AND delivery.node_path < subtree.path || '~'
        )
    ORDER BY delivery.order_id, delivery.person_id FOR NO KEY UPDATE OF delivery
), again AS (
    UPDATE delivery SET next_try_at = greatest(:now, batch.claimed_at + interval '1 millisecond'), remaining = NULL
    FROM silent JOIN delivery_batch AS batch ON batch.id = silent.batch_id
    WHERE delivery.order_id = :order_id AND delivery.person_id = silent.person_id
        AND silent.has_phone AND NOT silent.is_owed
    RETURNING delivery.batch_id
), reopened AS (
    UPDATE delivery_batch SET done_at = NULL, due_at = CASE WHEN claimed_by IS NULL THEN :now ELSE due_at END
    WHERE id IN (SELECT batch_id FROM again)
)
SELECT (SELECT count(*) FROM again) AS people,
    count(*) FILTER (WHERE is_owed) AS under_way,
    count(*) FILTER (WHERE NOT is_owed AND NOT has_phone) AS unreached
FROM silent
"""
