"""Where a planned drill will be felt: its places summed by street."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.levels import STREET
from backend.areas.rules.paths import covers
from backend.commands.models.drill import DrillPlace
from backend.core.db import db


def streets(drill_id: UUID, seen: Sequence[str]) -> list[dict[str, Any]]:
    """Recipients in each street, as far as the subtrees `seen` go; who stands above all streets is in none."""
    mine = select(DrillPlace.area_path, DrillPlace.people).where(
        DrillPlace.drill_id == drill_id, within(list(seen), DrillPlace.area_path)
    )
    leaves = db.session.execute(mine).all()
    codes = {code for leaf in leaves for code in leaf.area_path.split(".")}
    found = select(Area).where(Area.code.in_(codes), Area.level == STREET).order_by(Area.path)
    return [
        {
            "area_code": street.code,
            "name_zh": street.name_zh,
            "name_en": street.name_en,
            "people": sum(leaf.people for leaf in leaves if covers(street.path, leaf.area_path)),
        }
        for street in db.session.scalars(found)
    ]


def paths(codes: Collection[str]) -> dict[str, str]:
    areas = db.session.scalars(select(Area).where(Area.code.in_(codes)))
    return {area.code: area.path for area in areas}


def is_commanded(drill_id: UUID, own: Sequence[str]) -> bool:
    """Does every place of the drill lie in one of the subtrees?"""
    outside = select(DrillPlace.area_code).where(
        DrillPlace.drill_id == drill_id, ~within(list(own), DrillPlace.area_path)
    )
    return db.session.scalar(outside.limit(1)) is None
