"""Rows that are of another domain's records follow them: they come, change and go as those do."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.facts import record
from backend.modules.actions.work_out import work_out
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import modules
from backend.modules.queries.modules import InForce
from backend.modules.queries.sources.record import Record
from backend.modules.queries.sources.registry import SOURCES
from backend.modules.rules import keeping
from backend.modules.rules.spec import Spec

AT_ONCE = 500


def sweep() -> int:
    """All of them, also what changed without a word, as time passes. Safe to run twice; returns how many changed."""
    return sum(_board(module, kind, source, None) for module, kind, source in _boards())


def follow(source: str, record_id: UUID) -> int:
    """One record has changed, or is gone."""
    return sum(_board(module, kind, of, [record_id]) for module, kind, of in _boards() if of == source)


def _boards() -> Iterator[tuple[str, str, str]]:
    for spec in modules.newest():
        for kind, entity in spec["entities"].items():
            if "source" in entity:
                yield spec["id"], kind, entity["source"]


def _board(module: str, kind: str, source: str, only: Sequence[UUID] | None) -> int:
    own = (ModuleEntity.module == module, ModuleEntity.kind == kind, ModuleEntity.source_id.is_not(None))
    kept = db.session.scalars(select(ModuleEntity.source_id).where(*own)).all() if only is None else only
    wanted = SOURCES[source].ids() if only is None else only
    here: dict[str, InForce] = {}
    changed = 0
    every = sorted({*wanted, *(one for one in kept if one is not None)})
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        # Held in the order of their ids: the sweep and what follows a fact do not wait for each other in a circle.
        held = select(ModuleEntity).where(*own, ModuleEntity.source_id.in_(some)).order_by(ModuleEntity.source_id)
        rows = {row.source_id: row for row in db.session.scalars(held.with_for_update())}
        records = {one.id: one for one in SOURCES[source].read(some)}
        for record_id in some:
            changed += _take(module, kind, rows.get(record_id), records.get(record_id), here)
    return changed


def _take(module: str, kind: str, row: ModuleEntity | None, of: Record | None, here: dict[str, InForce]) -> bool:
    if of is None:
        return _gone(row)
    if of.area_path not in here:
        here[of.area_path] = modules.at(module, of.area_path)
    found = here[of.area_path]
    if not found.is_on or kind not in found.spec["entities"]:
        return False
    told, now = _told(found.spec, kind, of), clock.now()
    # What has had its time on the board does not come back while its own domain keeps it longer.
    if row is None and (keeping.purge_after(found.spec, kind, told, now) or now) < now:
        return False
    made = row or _new(module, kind, of, found.spec["version"])
    data = {name: value for name, value in made.data.items() if not _is_sourced(found.spec, kind, name)} | told
    if row is not None and row.data == data and row.area_code == of.area_code and row.computed_on == _today():
        return False
    made.data, made.area_code, made.area_path, made.saved_at = data, of.area_code, of.area_path, now
    db.session.add(made)
    db.session.flush()
    work_out(made, found.spec)
    return True


def _told(spec: Spec, kind: str, of: Record) -> dict[str, object]:
    fields = spec["entities"][kind]["fields"].items()
    return {name: of.data[field["from"]] for name, field in fields if field.get("from") in of.data}


def _is_sourced(spec: Spec, kind: str, name: str) -> bool:
    return "from" in spec["entities"][kind]["fields"].get(name, {})


def _new(module: str, kind: str, of: Record, version: int) -> ModuleEntity:
    """Worked out for no day yet."""
    now = clock.now()
    return ModuleEntity(
        id=uuid7(), module=module, kind=kind, area_code=of.area_code, area_path=of.area_path, version=version, data={},
        label="", why={}, figures={}, computed_on=_today() - timedelta(days=1), source_id=of.id, created_by=None,
        created_at=of.began_at, saved_at=now,
    )  # fmt: skip


def _gone(row: ModuleEntity | None) -> bool:
    """What its own domain has destroyed stays nowhere else."""
    if row is None:
        return False
    data = {"module": row.module, "entity": row.kind, "purge_after": str(row.purge_after)}
    record("entity.destroyed", ("module_entity", row.id), area_path=row.area_path, data=data)
    db.session.delete(row)
    db.session.flush()
    return True


def _today() -> date:
    return validity.day(clock.now())
