"""Which places of an order have answered: the board's own rule, for whoever acts on it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.commands.models.delivery import Delivery
from backend.commands.models.order import OrderNode
from backend.commands.queries import board_places, stand_ins
from backend.core.db import db


def answered(order_id: UUID, codes: Collection[str]) -> set[str]:
    his = (Delivery.order_id == OrderNode.order_id) & (Delivery.person_id == OrderNode.responsible_person_id)
    query: Select[*tuple[Any, ...]] = (
        select(OrderNode.area_code, OrderNode.people, OrderNode.quorum, Delivery.state)
        .outerjoin(Delivery, his & (Delivery.order_id == order_id))
        .where(OrderNode.order_id == order_id, OrderNode.area_code.in_(codes))
    )
    totals = board_places.totals(order_id, list(codes))
    stood_in = stand_ins.acknowledged([order_id])
    return {
        row.area_code
        for row in db.session.execute(query)
        if board_places.answers(row, totals[row.area_code], stood_in=(order_id, row.area_code) in stood_in)
    }
