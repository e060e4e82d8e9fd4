"""Entities that have had their time are destroyed, or lose what they say about people; a fact is left of each."""

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.modules.actions import photos
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleForm
from backend.modules.queries.places import Places
from backend.modules.rules import keeping
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec

AT_ONCE = 1_000


def purge() -> int:
    """Safe to run twice. Returns how many have had their time."""
    due = select(ModuleEntity).where(ModuleEntity.purge_after <= clock.now()).order_by(ModuleEntity.purge_after)
    rows = db.session.scalars(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    places = Places()
    for row in rows:
        spec = places.at(row.module, row.area_path).spec
        if keeping.is_destroyed(spec, row.kind):
            _said("entity.destroyed", row)
            db.session.delete(row)
        else:
            _strip(row, spec)
    db.session.flush()
    return len(rows)


def _strip(row: ModuleEntity, spec: Spec) -> None:
    """Working it out tomorrow finds it due again: what has nothing left to lose is no news."""
    before = row.data
    row.data = keeping.stripped(spec, row.kind, before)
    row.label = specs.label(spec, row.kind, row.data)
    photos.keep_in_step(row, spec, by=None)
    # What was said in forms is of the same people.
    gone = delete(ModuleForm).where(ModuleForm.entity_id == row.id).returning(ModuleForm.id)
    forms = db.session.scalars(gone.execution_options(synchronize_session=False)).all()
    if forms or row.data != before:
        _said("entity.stripped", row)
    row.purge_after = None


def _said(kind: str, row: ModuleEntity) -> None:
    data = {"module": row.module, "entity": row.kind, "purge_after": str(row.purge_after)}
    record(kind, ("module_entity", row.id), area_path=row.area_path, data=data)
