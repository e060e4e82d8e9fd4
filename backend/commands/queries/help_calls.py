"""Calls for help of an order's chain: who asks for help now, where, and who has been attended to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, text
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.help_call import HelpCall
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.queries.standings import Key
from backend.commands.rules.help import ACTS
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

CALL = ("id", "order_id", "person_id", "asked_at", "note", "ended_at", "ended_reason", "ended_note")


def listed(
    actor: Actor, order_id: UUID, *, node: str | None, ended: bool, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Those of the whole chain: a call is not lost because its order was replaced. The oldest first."""
    is_ended = HelpCall.ended_at.is_not(None) if ended else HelpCall.ended_at.is_(None)
    query = _seen(scope(actor, order_id, node)).where(is_ended)
    return page(query, by=(HelpCall.asked_at, HelpCall.id), cursor=cursor, limit=limit, show=shown)


def one(actor: Actor, order_id: UUID, call_id: UUID) -> Row[Any]:
    """As somebody sees it who may attend to it."""
    seen = scope(actor, order_id, by=policy.WATCH)
    row = db.session.execute(_seen(seen).where(HelpCall.id == call_id)).one_or_none()
    if row is None:
        refuse("help_call.not_found")
    return row


def shown(row: Row[Any]) -> dict[str, Any]:
    call: HelpCall = row.HelpCall
    return {
        **{name: getattr(call, name) for name in CALL},
        **{name: getattr(row, name) for name in ("name", "phone", "role")},
        "area_code": call.node_code,
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "state": State(row.state).name,
        "ended_by": None if call.ended_by is None else {"id": call.ended_by, "name": row.ended_by_name},
    }


def _seen(seen: Scope) -> Select[*tuple[Any, ...]]:
    attended_by = aliased(Person)
    his = (Delivery.order_id == HelpCall.order_id) & (Delivery.person_id == HelpCall.person_id)
    return (
        select(
            HelpCall,
            *(Person.name, Person.phone, Delivery.role, Delivery.state, Area.name_zh, Area.name_en),
            attended_by.name.label("ended_by_name"),
        )
        .join(Person, Person.id == HelpCall.person_id)
        .join(Delivery, his)
        .join(Area, Area.code == HelpCall.node_code)
        .outerjoin(attended_by, attended_by.id == HelpCall.ended_by)
        .where(HelpCall.root_id == seen.order.root_id, within(seen.subtrees, HelpCall.node_path))
    )


def acted_at(keys: Iterable[Key]) -> dict[Key, datetime]:
    """When each last reported an act (on the way, there, done, safe), by the server's clock."""
    asked = sorted(keys)
    columns = {"orders": [order_id for order_id, _ in asked], "people": [person_id for _, person_id in asked]}
    rows = db.session.execute(text(ACTED), {**columns, "acts": sorted(ACTS)})
    return {(row.order_id, row.person_id): row.at for row in rows}


# As rules.receipt_verdict.happened_at has it.
ACTED = """
SELECT receipt.order_id, receipt.person_id, max(least(greatest(
    receipt.device_at - receipt.clock_offset_ms * interval '1 millisecond', orders.sent), receipt.server_at)) AS at
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS asked (order_id, person_id)
JOIN receipt ON receipt.order_id = asked.order_id AND receipt.person_id = asked.person_id
    AND receipt.order_id = ANY(CAST(:orders AS uuid[]))
JOIN orders ON orders.id = receipt.order_id
WHERE receipt.state = ANY(CAST(:acts AS smallint[]))
GROUP BY receipt.order_id, receipt.person_id
"""
