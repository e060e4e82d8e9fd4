"""Rows of modules in bulk, with the forms that made them, their tasks, photos and facts: as the engine writes each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text

from backend.core import clock
from backend.core.db import db
from backend.demo.copy import copy_rows
from backend.demo.modules.lives import Lived
from backend.demo.modules.telling import Filled, Ground
from backend.modules.rules import keeping, pictures
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec

ENTITY = (
    *("id", "module", "kind", "area_code", "area_path", "version", "data", "label", "state", "state_since"),
    *("rule_state", "rule_since", "rule", "why", "figures", "computed_on", "created_by", "created_at", "saved_at"),
    "purge_after",
)
TASK = ("entity_id", "task", "area_path", "due_on", "opens_on", "assign", "climbs_on", "climbs_to")
FORM = ("id", "entity_id", "form", "version", "data", "by", "filled_at", "saved_at")
PHOTO = ("entity_id", "sha256", "is_personal", "added_by", "added_at", "arrived_at")
FACT = ("at", "kind", "subject_type", "subject_id", "actor_id", "area_path", "data")
Row = tuple[Any, ...]


class Step(NamedTuple):
    """A form as it was filled in."""

    id: UUID
    filled: Filled
    at: datetime
    by: UUID


class Made(NamedTuple):
    """A row as it is to be written."""

    id: UUID
    spec: Spec
    ground: Ground
    lived: Lived
    steps: list[Step]


def copy(rows: Sequence[Made], *, facts: bool) -> None:
    copy_rows("module_entity", ENTITY, (_entity(one) for one in rows))
    copy_rows("module_task", TASK, (task for one in rows for task in _tasks(one)))
    copy_rows("module_form", FORM, (form for one in rows for form in _forms(one)))
    copy_rows("module_photo", PHOTO, (photo for one in rows for photo in _photos(one)))
    if facts:
        copy_rows("fact", FACT, (fact for one in rows for fact in _facts(one)))
    db.session.execute(text("ANALYZE module_entity, module_task, module_form"))


def _entity(one: Made) -> Row:
    entity, verdict, spec = one.lived.entity, one.lived.verdict, one.spec
    saved_at = max(step.at for step in one.steps)
    return (
        *(one.id, spec["id"], entity.kind, one.ground.code, one.ground.path, spec["version"], _json(entity.data)),
        *(specs.label(spec, entity.kind, entity.data), *verdict.state, *verdict.state, verdict.rule),
        *(_json(verdict.why), _json(one.lived.figures), one.lived.today, one.steps[0].by, one.steps[0].at, saved_at),
        keeping.purge_after(spec, entity.kind, entity.data, saved_at),
    )


def _tasks(one: Made) -> Iterator[Row]:
    for task in one.lived.tasks:
        due = (task.due_on, task.opens_on, task.assign, task.climbs_on, task.climbs_to)
        yield one.id, task.id, one.ground.path, *due


def _forms(one: Made) -> Iterator[Row]:
    for step in one.steps:
        said = (step.filled.form, one.spec["version"], _json(step.filled.data))
        yield step.id, one.id, *said, step.by, step.at, step.at


def _photos(one: Made) -> Iterator[Row]:
    """Sent by whoever filled in the last form."""
    last = one.steps[-1]
    for sha256, is_personal in pictures.named(one.spec, one.lived.entity.kind, one.lived.entity.data).items():
        yield one.id, sha256, is_personal, last.by, last.at, last.at


def _facts(one: Made) -> Iterator[Row]:
    """As each form wrote its own. Those of months that have no partition are left to history."""
    first = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    about = ("entity.saved", "module_entity", str(one.id))
    for step in one.steps:
        if step.at >= first:
            said = {"module": one.spec["id"], "form": step.filled.form, "version": one.spec["version"]}
            yield step.at, *about, step.by, one.ground.path, _json({**said, "form_id": str(step.id)})


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
