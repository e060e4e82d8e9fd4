"""Photos of an entity: kept while its data name them, arrived when their files are here, in whichever order."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.modules.models.entity import ModuleEntity, ModulePhoto
from backend.modules.rules import pictures
from backend.modules.rules.spec import Spec
from backend.uploads.queries import photos as uploads


def keep_in_step(row: ModuleEntity, spec: Spec, *, by: UUID | None) -> None:
    """What the data no longer name goes, and its file with it once nothing else refers to it."""
    named = pictures.named(spec, row.kind, row.data)
    kept = {one.sha256: one for one in db.session.scalars(_of(row.id))}
    for sha256, is_personal in named.items():
        if sha256 in kept:
            kept[sha256].is_personal = is_personal
        elif by is not None:
            db.session.add(ModulePhoto(entity_id=row.id, sha256=sha256, is_personal=is_personal, added_by=by))
    db.session.flush()
    stale = kept.keys() - named.keys()
    gone = delete(ModulePhoto).where(ModulePhoto.entity_id == row.id, ModulePhoto.sha256.in_(stale))
    db.session.execute(gone.execution_options(synchronize_session=False))


def take_in(entity_id: UUID) -> None:
    """Look what has arrived; safe to run twice. Only what its author sent counts: a hash alone opens nothing."""
    row = db.session.get(ModuleEntity, entity_id, with_for_update=True)
    if row is None:
        # The photo came first: its form will ask.
        return
    waiting = _of(row.id).where(ModulePhoto.arrived_at.is_(None))
    for photo in db.session.scalars(waiting.execution_options(populate_existing=True)).all():
        if photo.sha256 in uploads.arrived(row.id, author_id=photo.added_by):
            photo.arrived_at = clock.now()
            db.session.flush()
            data = {"sha256": photo.sha256}
            record("entity.photo_arrived", ("module_entity", row.id), area_path=row.area_path, data=data)


def _of(entity_id: UUID) -> Select[Any]:
    return select(ModulePhoto).where(ModulePhoto.entity_id == entity_id)
