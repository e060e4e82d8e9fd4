"""How far each of many orders is, for the rings of a list: counters of the part that the reader sees, in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from backend.areas.rules.paths import LAST
from backend.commands import policy
from backend.commands.models.order import Order
from backend.commands.rules.closure import is_answered, is_overdue
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.core.http.actor import Actor


class Ring(NamedTuple):
    in_view: int
    answered: int
    asks_help: int
    is_answered: bool
    is_overdue: bool


NOBODY = Ring(0, 0, 0, is_answered=False, is_overdue=False)


def rings(actor: Actor, rows: Sequence[Row[Any]], *, by: Sequence[str], now: datetime) -> dict[UUID, Ring]:
    """`rows`: orders as `queries.orders` reads them, which the actor sees."""
    orders: list[Order] = [row.Order for row in rows]
    looked_into = [
        (order.id, order.root_id, path)
        for order in orders
        for path in policy.watched(actor, issuer_id=order.issuer_id, area_path=order.area_path, by=by)
    ]
    if not looked_into:
        return {}
    ids, roots, paths = (list(column) for column in zip(*looked_into, strict=True))
    states = {"answered": State.acknowledged, "unsettled": [State.declined, State.needs_help], "last": LAST}
    places = db.session.execute(text(RINGS), {"orders": ids, "roots": roots, "paths": paths, **states}).all()
    ended = {row.Order.id: row.ended_at for row in rows}
    return {order.id: _ring([one for one in places if one.order_id == order.id], now, ended) for order in orders}


def _ring(places: Sequence[Row[Any]], now: datetime, ended: dict[UUID, datetime | None]) -> Ring:
    answered = [
        is_answered(people=one.people, acknowledged=one.acknowledged, quorum=one.quorum, responsible=one.responsible)
        for one in places
    ]
    overdue = [
        is_overdue(answered=settled, deadline_at=one.deadline_at, at=now, ended_at=ended[one.order_id])
        for one, settled in zip(places, answered, strict=True)
    ]
    return Ring(
        in_view=sum(one.people for one in places),
        answered=sum(one.answered for one in places),
        asks_help=sum(one.asks_help for one in places),
        is_answered=bool(places) and all(answered),
        is_overdue=any(overdue),
    )


RINGS = """
SELECT top.order_id, top.people, top.quorum, top.deadline_at,
    coalesce(stood_in.state, responsible.state) AS responsible, counted.answered, counted.acknowledged, help.asks_help
FROM unnest(CAST(:orders AS uuid[]), CAST(:roots AS uuid[]), CAST(:paths AS text[])) AS seen (order_id, root_id, path)
JOIN order_node AS top ON top.order_id = seen.order_id AND top.area_path = seen.path
LEFT JOIN delivery AS responsible
    ON responsible.order_id = top.order_id AND responsible.person_id = top.responsible_person_id
    AND responsible.order_id = ANY(CAST(:orders AS uuid[]))
LEFT JOIN LATERAL (
    SELECT max(delivery.state) AS state
    FROM substitute
    JOIN delivery ON delivery.order_id = substitute.order_id AND delivery.person_id = substitute.person_id
        AND delivery.order_id = ANY(CAST(:orders AS uuid[]))
    WHERE substitute.order_id = top.order_id AND substitute.area_code = top.area_code
        AND delivery.state >= :answered AND delivery.state <> ALL(CAST(:unsettled AS smallint[]))
) AS stood_in ON true
CROSS JOIN LATERAL (
    SELECT coalesce(sum(order_tally.people) FILTER (WHERE order_tally.state >= :answered), 0) AS answered,
        coalesce(sum(order_tally.people) FILTER (WHERE order_tally.state >= :answered
            AND order_tally.state <> ALL(CAST(:unsettled AS smallint[]))), 0) AS acknowledged
    FROM order_node AS place
    JOIN order_tally ON order_tally.order_id = place.order_id AND order_tally.node_code = place.area_code
    WHERE place.order_id = top.order_id AND place.area_path >= top.area_path
        AND place.area_path < top.area_path || :last
) AS counted
CROSS JOIN LATERAL (
    SELECT count(*) AS asks_help FROM help_call
    WHERE help_call.root_id = seen.root_id AND help_call.ended_at IS NULL
        AND help_call.node_path >= top.area_path AND help_call.node_path < top.area_path || :last
) AS help
"""
