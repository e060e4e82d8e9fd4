"""Which versions of a module there are, what each changed, and how its switches stand to the newest."""

from typing import Any

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.modules import policy
from backend.modules.models.module import ModuleSwitch, ModuleVersion
from backend.modules.queries import modules
from backend.modules.rules import overlay, telling


def listed(actor: Actor, module: str, *, area: str | None) -> dict[str, Any]:
    """The newest first."""
    place = modules.place(actor, area)
    _there(module, place)
    query = select(ModuleVersion).where(ModuleVersion.module == module).order_by(ModuleVersion.version)
    kept = db.session.scalars(query).all()
    force = modules.at(module, place.path)
    number = force.spec["version"] if force.area_code is not None else None
    rows = [
        _row(one, before.content if before is not None else None, is_in_force=one.version == number)
        for before, one in zip([None, *kept], kept, strict=False)
    ]
    return {"items": rows[::-1]}


def switches(actor: Actor, module: str) -> dict[str, Any]:
    """Those of my places; where a new version does not fit what a street has changed it says so."""
    own = list(policy.keeps(actor))
    query = (
        select(ModuleSwitch, Area.name_zh, Area.name_en)
        .join(Area, Area.code == ModuleSwitch.area_code)
        .where(ModuleSwitch.module == module, within(own, ModuleSwitch.area_path))
        .order_by(ModuleSwitch.area_path)
    )
    last = modules.last_version(module)
    if last is None:
        refuse("module.not_found")
    newest = modules.version(module, last)
    items = [_switch(row, newest) for row in db.session.execute(query)]
    return {"newest": last, "items": items}


def _there(module: str, place: Area) -> None:
    if modules.last_version(module) is None or not modules.is_there(module, place.path):
        refuse("module.not_found")


def _row(one: ModuleVersion, before: Any, *, is_in_force: bool) -> dict[str, Any]:
    changed = telling.lines(before, one.content) if before is not None else []
    return {
        "version": one.version,
        "loaded_at": one.loaded_at,
        "published_by": _name(one.published_by),
        "approved_by": _name(one.approved_by),
        "is_in_force": is_in_force,
        "difference": [line._asdict() for line in changed],
    }


def _name(person_id: Any) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person is not None else None


def _switch(row: Any, newest: Any) -> dict[str, Any]:
    switch: ModuleSwitch = row.ModuleSwitch
    template = modules.version(switch.module, switch.version)
    made = overlay.laid_over(template, switch.adjustment)
    return {
        "area_code": switch.area_code,
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "is_on": switch.is_on,
        "version": switch.version,
        "changes": [line._asdict() for line in telling.lines(template, made)],
        "conflicts": [fault._asdict() for fault in overlay.faults(newest, switch.adjustment)],
    }
