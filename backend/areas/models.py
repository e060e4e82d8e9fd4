"""The table of areas: district, street, community or park, grid; one row per code and life."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.areas.rules import validity
from backend.core.db import AreaPath, db


class Area(db.Model):
    """A node of the tree from one day to another; its code is never given to another area."""

    __tablename__ = "area"
    __table_args__ = (
        CheckConstraint("level IN ('district', 'street', 'community', 'park', 'grid')", name="level"),
        CheckConstraint("valid_from < valid_to", name="validity"),
        CheckConstraint("successor_code IS NULL OR valid_to IS NOT NULL", name="succession"),
        Index("area_path_index", "path", unique=True),
        Index("area_parent_code_index", "parent_code"),
        Index("area_level_bbox_index", "level", "west_wgs84", "south_wgs84"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    # Deferred, so that an import may name parents and successors in any order.
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code", deferrable=True, initially="DEFERRED"))
    path: Mapped[AreaPath]
    valid_from: Mapped[date]
    #: the first day without it
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("area.code", deferrable=True, initially="DEFERRED"))
    #: GeoJSON Polygon or MultiPolygon, WGS-84
    geom: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    #: `schematic` (drawn or computed, never surveyed) or the name of the survey
    geom_source: Mapped[str | None]
    #: a point inside the shape, near its middle
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    west_wgs84: Mapped[float | None]
    south_wgs84: Mapped[float | None]
    east_wgs84: Mapped[float | None]
    north_wgs84: Mapped[float | None]

    def is_in_force(self, on: date) -> bool:
        return validity.is_in_force(self.valid_from, self.valid_to, on)

    def end(self, on: date, *, successor_code: str) -> None:
        """No more from that day on, and followed by another area."""
        self.valid_to = on
        self.successor_code = successor_code

    def draw(self, columns: dict[str, Any]) -> None:
        """Take a shape and what follows from it; see `rules.outlines.columns`."""
        for name, value in columns.items():
            setattr(self, name, value)
