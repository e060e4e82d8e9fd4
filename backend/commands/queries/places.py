"""The places of an order: what it is about, and where its recipients are."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.commands.models.order import OrderNode
from backend.core.db import db

#: of each area
NAMED = ("code", "name_zh", "name_en", "level", "lng_wgs84", "lat_wgs84")


def place_of(target: Mapping[str, Any]) -> dict[str, Any]:
    """What every recipient may know of a target: the drawing, and the areas as they are called now."""
    named = select(*(getattr(Area, name) for name in NAMED)).where(Area.code.in_(target.get("areas") or []))
    areas = [dict(row) for row in db.session.execute(named.order_by(Area.path)).mappings()]
    return {"polygon": target.get("polygon"), "circle": target.get("circle"), "areas": areas}


def assembly_points(points: Sequence[dict[str, Any]], order_id: UUID) -> list[dict[str, Any]]:
    """Those of the plan's assembly points that lie where the recipients are."""
    codes = db.session.scalars(select(OrderNode.area_code).where(OrderNode.order_id == order_id)).all()
    return near(points, set(codes))


def near(points: Sequence[dict[str, Any]], codes: Collection[str]) -> list[dict[str, Any]]:
    """Points of these areas and points for everybody; all of them rather than none."""
    chosen = [point for point in points if point.get("area_code") in codes or "area_code" not in point]
    return chosen or list(points)
