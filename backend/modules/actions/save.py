"""A filled-in form is taken in: once, by its own id, whatever version of the module asked for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.areas import queries as areas
from backend.areas.rules import validity
from backend.areas.rules.paths import covers
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.rules.moments import happened_at
from backend.modules import policy
from backend.modules.actions import photos
from backend.modules.actions.work_out import entity_of, work_out
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleForm
from backend.modules.queries import modules
from backend.modules.rules import forms, size
from backend.modules.rules.scope import Entity
from backend.modules.rules.spec import Spec

VERSION = 7
MOST = 60_000
#: Two phones, or one twice, at the same moment: the second waits and finds what the first has written.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(:id, 42))"


def save(
    actor: Actor,
    module: str,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    entity_id: UUID,
    area_code: str | None,
    form: str,
    version: int,
    data: dict[str, Any],
    device_at: datetime,
    clock_offset_ms: int,
) -> UUID:
    """Twice is once, also with other words. Returns the entity's id."""
    for one in sorted({str(id), str(entity_id)}):
        db.session.execute(text(LOCK), {"id": one})
    kept = db.session.get(ModuleForm, id)
    if kept is not None:
        return kept.entity_id if kept.by == actor.id else refuse("module.form_id")
    if {id.version, entity_id.version} != {VERSION}:
        refuse("module.form_id")
    filled_at = happened_at(device_at, clock_offset_ms, clock.now())
    row = _row(actor, module, entity_id, area_code)
    spec = modules.on_at(module, row.area_path)
    _may(actor, spec, row, form, version)
    _fill(row, spec, form, version=version, data=data, filled_at=filled_at)
    db.session.add(row)
    db.session.flush()
    db.session.add(
        ModuleForm(id=id, entity_id=row.id, form=form, version=version, data=data, by=actor.id, filled_at=filled_at)
    )
    db.session.flush()
    said = {"module": module, "form": form, "version": version, "form_id": str(id)}
    record("entity.saved", ("module_entity", row.id), actor=actor, area_path=row.area_path, data=said)
    photos.keep_in_step(row, spec, by=actor.id)
    work_out(row, spec, actor=actor)
    return row.id


def _row(actor: Actor, module: str, entity_id: UUID, area_code: str | None) -> ModuleEntity:
    """The entity, held; or a new one at the place, which is written only when its form is good."""
    row = db.session.get(ModuleEntity, entity_id, with_for_update=True)
    if row is not None:
        is_own = row.module == module and any(covers(own, row.area_path) for own in actor.paths)
        return row if is_own else refuse("entity.not_found")
    area = areas.current(area_code) if area_code is not None else None
    if area is None or not any(covers(own, area.path) for own in actor.paths):
        refuse("area.not_found")
    now = clock.now()
    return ModuleEntity(
        id=entity_id, module=module, kind="", area_code=area.code, area_path=area.path, version=0, data={}, label="",
        why={}, figures={}, computed_on=validity.day(now), created_by=actor.id, created_at=now, saved_at=now,
    )  # fmt: skip


def _may(actor: Actor, spec: Spec, row: ModuleEntity, form: str, version: int) -> None:
    if not modules.may_read(spec, version):
        refuse("module.version_refused", version=version)
    known = spec["forms"].get(form)
    if known is None or (row.kind and known["for"] != row.kind):
        refuse("module.form_unknown")
    if not policy.may_fill(actor, spec, form, row.area_path):
        refuse("module.not_yours")
    if not row.kind and not known.get("creates"):
        refuse("module.form_creates_none")


def _fill(row: ModuleEntity, spec: Spec, form: str, *, version: int, data: dict[str, Any], filled_at: datetime) -> None:
    """`today` in a form is the day on which it was tapped, however late it arrives."""
    kind, today = spec["forms"][form]["for"], validity.day(filled_at)
    if not size.fits(data, most=MOST):
        refuse("module.too_large")
    told = modules.in_words_of(spec, kind, data, version_said=version, today=today)
    before = Entity(kind, {}, today) if not row.kind else entity_of(row)
    was = dict(before.data)
    known = modules.in_words_of(spec, kind, was, version_said=row.version or version, today=today)
    filled = forms.fill_in(spec, form, before._replace(data=known), told, today)
    if filled.faults:
        refuse("module.form_unfit", faults=[fault._asdict() for fault in filled.faults])
    if not size.fits(filled.data, most=2 * MOST):
        refuse("module.too_large")
    row.kind, row.data, row.version, row.saved_at = kind, filled.data, spec["version"], clock.now()
