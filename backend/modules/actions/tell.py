"""Entities came into another state: that is a fact, and those hear of it whom the module names."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from backend.areas.rules.paths import codes
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record_many, ring
from backend.core.http.actor import Actor
from backend.health.queries import officers
from backend.modules.models.entity import ModuleEntity
from backend.modules.rules import notices
from backend.modules.rules.notices import Told
from backend.push.actions.notices import notify

LIFE = timedelta(hours=24)
#: What a new rule finds in more rows than that at a time is one message to each person, not one for each row.
MOST_APART = 10


class Became(NamedTuple):
    row: ModuleEntity
    was: str | None
    told: Sequence[Told]


def became(changes: Sequence[Became], *, actor: Actor | None = None, apart: int = MOST_APART) -> None:
    """All that changed in one go: written with one statement, and open screens are rung once.

    `apart`: of so many rows each person hears one by one, of more in one message.
    """
    if not changes:
        return
    db.session.flush()
    seq = record_many("entity.became", "module_entity", [_fact(one) for one in changes], actor=actor)
    ring("entity.became", changes[-1].row.id, seq, sorted({one.row.area_path for one in changes}))
    _tell(changes, apart)


def _fact(change: Became) -> dict[str, Any]:
    row = change.row
    data = {"was": change.was, "state": row.state, "rule": row.rule, "why": row.why}
    return {"subject_id": row.id, "area_path": row.area_path, "data": data}


def _tell(changes: Sequence[Became], most: int) -> None:
    """Who hears the same of the same rows hears it at once."""
    heard: defaultdict[tuple[str, str, UUID], list[tuple[ModuleEntity, Told]]] = defaultdict(list)
    known: dict[tuple[str, str], set[UUID]] = {}
    for change in changes:
        for told in change.told:
            for person in _people(change.row, told, known):
                heard[change.row.module, told.id, person].append((change.row, told))
    apart: dict[tuple[UUID, str], tuple[Told, set[UUID]]] = {}
    for (_, name, person), some in heard.items():
        if len(some) > max(most, 1):
            _notify({person}, some[0][0].id, notices.together(some[0][1], len(some)))
            continue
        for row, told in some:
            apart.setdefault((row.id, name), (told, set()))[1].add(person)
    for (row_id, _), (told, people) in apart.items():
        _notify(people, row_id, told)


def _people(row: ModuleEntity, told: Told, known: dict[tuple[str, str], set[UUID]]) -> set[UUID]:
    """Each role is looked for by itself: a commander next door does not stand for a duty officer above."""
    depth = len(codes(row.area_path))
    for role in told.roles:
        if (row.area_path, role) not in known:
            known[row.area_path, role] = officers.at_level(row.area_path, depth, (role,))
    return {person for role in told.roles for person in known[row.area_path, role]}


def _notify(people: set[UUID], row_id: UUID, told: Told) -> None:
    expires_at = clock.now() + LIFE
    notify(sorted(people), kind="module", subject_id=row_id, texts=told.texts, navigate="/", expires_at=expires_at)
