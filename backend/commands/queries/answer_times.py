"""When the places of orders answered: their responsible people, and the recipient who completed the quorum."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text

from backend.areas.rules.paths import LAST
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderNode
from backend.commands.queries import stand_ins
from backend.commands.rules.closure import has_acknowledged, needed
from backend.commands.rules.drill_score import Place
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db

#: Who takes an order on; closure says which states mean so.
YES = [state for state in State if has_acknowledged(state)]


def places(order_ids: Sequence[UUID]) -> list[Place]:
    """Each place inside the smallest area that holds an order's recipients, by path."""
    rows = db.session.execute(_nodes(order_ids)).all()
    quorums = _quorums(rows)
    stood_in = stand_ins.acknowledged(order_ids)
    nodes = [(row.order_id, row.area_code) for row in rows]
    return [_place(row, quorums.get(node), stood_in.get(node)) for row, node in zip(rows, nodes, strict=True)]


def _nodes(order_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    inside = OrderNode.area_path.between(Order.area_path, func.concat(Order.area_path, LAST))
    his = (Delivery.order_id == OrderNode.order_id) & (Delivery.person_id == OrderNode.responsible_person_id)
    names = ("order_id", "area_code", "area_path", "level", "people", "quorum", "deadline_at")
    return (
        select(*(getattr(OrderNode, name) for name in names), Delivery.state, Delivery.answered_at)
        .join(Order, (Order.id == OrderNode.order_id) & inside)
        .outerjoin(Delivery, his & Delivery.order_id.in_(order_ids))
        .where(OrderNode.order_id.in_(order_ids))
        .order_by(OrderNode.order_id, OrderNode.area_path)
    )


def _quorums(rows: Sequence[Row[Any]]) -> dict[tuple[UUID, str], datetime]:
    if not rows:
        return {}
    wanted = {
        "orders": [row.order_id for row in rows],
        "codes": [row.area_code for row in rows],
        "nths": [needed(row.people, row.quorum) for row in rows],
    }
    found = db.session.execute(text(QUORUMS), {**wanted, "yes": YES})
    return {(row.order_id, row.code): row.answered_at for row in found}


def _place(row: Row[Any], quorum_at: datetime | None, stood_in_at: datetime | None) -> Place:
    own_at = row.answered_at if has_acknowledged(row.state) else None
    return Place(
        order_id=row.order_id,
        code=row.area_code,
        path=row.area_path,
        level=row.level,
        deadline_at=row.deadline_at,
        is_due=row.state is not None,
        responsible_at=min(filter(None, (own_at, stood_in_at)), default=None),
        quorum_at=quorum_at,
    )


# A recipient counts for his own place and for each above it.
QUORUMS = """
WITH said AS (
    SELECT delivery.order_id, code, delivery.answered_at,
        row_number() OVER (PARTITION BY delivery.order_id, code ORDER BY delivery.answered_at) AS nth
    FROM delivery CROSS JOIN LATERAL unnest(string_to_array(rtrim(delivery.node_path, '.'), '.')) AS code
    WHERE delivery.order_id = ANY(CAST(:orders AS uuid[])) AND delivery.state = ANY(CAST(:yes AS smallint[]))
)
SELECT said.order_id, said.code, said.answered_at
FROM said JOIN unnest(CAST(:orders AS uuid[]), CAST(:codes AS text[]), CAST(:nths AS integer[]))
    AS wanted (order_id, code, nth) USING (order_id, code, nth)
"""
