"""A street switches a module on or off, takes a version, sets limits and adds fields; a dry run says what would be."""

from datetime import date
from typing import Any

from sqlalchemy import update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import covers
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.catalogue import adjustments
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleSwitch
from backend.modules.queries import entities, modules, trial_run
from backend.modules.rules import overlay, telling
from backend.modules.rules.spec import Spec

#: Before any day: what was worked out then is worked out anew.
NEVER = date(1970, 1, 1)


def switch(
    actor: Actor,
    module: str,
    area_code: str,
    *,
    is_on: bool,
    version: int | None,
    adjustment: dict[str, Any],
    dry_run: bool,
) -> dict[str, Any]:
    """Returns what becomes of the rows of the place; a dry run writes nothing."""
    area = areas.current(area_code)
    if area is None or not policy.may_keep(actor, area.path):
        refuse("area.not_found")
    last = modules.last_version(module)
    owner = modules.owner_of(module)
    if last is None or (owner is not None and not covers(owner, area.path)):
        refuse("module.not_found")
    spec = modules.version(module, version or last)
    above = modules.merged([one for one in modules.switches(module, area.path) if one.area_code != area.code])
    if faults := [*adjustments.faults(spec, adjustment), *overlay.taken(above, adjustment)]:
        refuse("module.adjustment_unfit", faults=[fault._asdict() for fault in faults])
    if unknown := entities.kinds(module, area.path) - spec["entities"].keys():
        refuse("module.rows_of_other_kinds", kinds=sorted(unknown))
    report = trial_run.NOTHING
    if is_on and dry_run:
        report = trial_run.of_rows(module, area, spec, adjustment)
    if not dry_run:
        _write(actor, area, spec, is_on=is_on, adjustment=adjustment)
    made = overlay.laid_over(spec, overlay.merged(above, adjustment))
    changes = [line._asdict() for line in telling.lines(spec, made)]
    return {"difference": overlay.lines(spec, adjustment), "changes_of_place": changes, **report._asdict()}


def _write(actor: Actor, area: Area, spec: Spec, *, is_on: bool, adjustment: dict[str, Any]) -> None:
    key = {"module": spec["id"], "area_code": area.code}
    kept = db.session.get(ModuleSwitch, key, with_for_update=True) or ModuleSwitch(**key)
    kept.area_path, kept.version, kept.is_on, kept.adjustment = area.path, spec["version"], is_on, adjustment
    kept.changed_at, kept.changed_by = clock.now(), actor.id
    db.session.add(kept)
    db.session.flush()
    stale = update(ModuleEntity).where(ModuleEntity.module == spec["id"], within([area.path], ModuleEntity.area_path))
    db.session.execute(stale.values(computed_on=NEVER).execution_options(synchronize_session=False))
    data = {"area_code": area.code, "version": spec["version"], "is_on": is_on, "adjustment": adjustment}
    record("module.switched", ("module", spec["id"]), actor=actor, area_path=area.path, data=data)
