"""The places of an order's recipients."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.commands.models.order import OrderNode
from backend.core.db import db


def assembly_points(points: Sequence[dict[str, Any]], order_id: UUID) -> list[dict[str, Any]]:
    """Those of the plan's assembly points that lie where the recipients are."""
    codes = db.session.scalars(select(OrderNode.area_code).where(OrderNode.order_id == order_id)).all()
    return near(points, set(codes))


def near(points: Sequence[dict[str, Any]], codes: Collection[str]) -> list[dict[str, Any]]:
    """Points of these areas and points for everybody; all of them rather than none."""
    chosen = [point for point in points if point.get("area_code") in codes or "area_code" not in point]
    return chosen or list(points)
