"""Giving an area another name; its code, level and place are its identity."""

from sqlalchemy import exists, select

from backend.areas.actions.hold_tree import hold_tree, own
from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def rename(actor: Actor, code: str, **names: str) -> None:
    """`names`: name_zh, name_en or both."""
    hold_tree()
    area = own(actor, code)
    changed = sorted(name for name, value in names.items() if getattr(area, name) != value)
    if not changed:
        return
    twin = exists().where(
        Area.parent_code == area.parent_code, Area.name_zh == names.get("name_zh"), Area.code != code, in_force()
    )
    if db.session.scalar(select(twin)):
        refuse("area.name_taken")
    for name in changed:
        setattr(area, name, names[name])
    record("area.renamed", ("area", code), actor=actor, area_path=area.path, data={"fields": changed})
