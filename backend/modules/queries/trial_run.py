"""What a version, or other limits, would make of the rows that are there: nothing is written."""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import select

from backend.areas.policy import within
from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.models.entity import ModuleEntity
from backend.modules.rules import migrating, states
from backend.modules.rules.scope import Entity, State
from backend.modules.rules.spec import Spec

#: So many rows are looked at, and so many that do not fit are named.
MOST_ROWS, MOST_NAMED = 20_000, 50


class Report(NamedTuple):
    rows: int
    #: was, is now, how many
    changes: list[dict[str, Any]]
    #: id, label, and field → what the version says against it
    unfit: list[dict[str, Any]]


NOTHING = Report(0, [], [])


def of_rows(module: str, area_path: str, spec: Spec) -> Report:
    here = (ModuleEntity.module == module, within([area_path], ModuleEntity.area_path))
    columns = (ModuleEntity.id, ModuleEntity.kind, ModuleEntity.label, ModuleEntity.version, ModuleEntity.data)
    beside = (ModuleEntity.rule_state, ModuleEntity.rule_since, ModuleEntity.created_at)
    query = select(*columns, *beside).where(*here).order_by(ModuleEntity.area_path, ModuleEntity.id).limit(MOST_ROWS)
    today, rows, unfit = validity.day(clock.now()), 0, []
    changes: Counter[tuple[str | None, str | None]] = Counter()
    for row in db.session.execute(query):
        rows += 1
        data = migrating.brought_up(spec, row.kind, row.data, version=row.version, today=today)
        if row.kind in spec["entities"] and (said := migrating.left_over(spec, row.kind, data)):
            unfit.append({"id": row.id, "label": row.label, "fields": said})
        entity = Entity(row.kind, data, validity.day(row.created_at), State(row.rule_state, row.rule_since))
        changes[row.rule_state, states.decide(spec, entity, today).state.code] += 1
    moved = [{"was": was, "state": state, "rows": count} for (was, state), count in changes.items() if was != state]
    return Report(rows, sorted(moved, key=lambda one: -one["rows"]), unfit[:MOST_NAMED])
