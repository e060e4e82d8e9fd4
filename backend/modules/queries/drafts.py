"""Reads of drafts: those of the actor's places, and one of them with everything that is wrong with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import codes
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.health.queries import officers
from backend.identity.models import Person
from backend.modules import policy
from backend.modules.catalogue import reader
from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path
from backend.modules.catalogue.reader import Judged
from backend.modules.models.draft import ModuleDraft
from backend.modules.queries import modules, trial_run
from backend.modules.rules import telling
from backend.modules.rules.draft_life import STEPS

NAMES = (
    "id", "area_code", "module", "title", "revision", "state", "notes", "changed_at", "submitted_at", "decided_at",
    "reason", "version",
)  # fmt: skip
#: What somebody sees who opens a draft with a thousand faults.
MOST_FAULTS = 100


def visible_to(actor: Actor) -> Select[Any]:
    return select(ModuleDraft).where(within(list(policy.keeps(actor)), ModuleDraft.area_path))


def one(actor: Actor, draft_id: UUID, *, hold: bool = False) -> ModuleDraft:
    query = visible_to(actor).where(ModuleDraft.id == draft_id)
    found: ModuleDraft | None = db.session.scalar(query.with_for_update() if hold else query)
    return found if found is not None else refuse("draft.not_found")


def listed(actor: Actor, *, state: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    query = visible_to(actor)
    if state is not None:
        query = query.where(ModuleDraft.state == state)
    return page(query, by=(ModuleDraft.id,), cursor=cursor, limit=limit, descending=True, show=_row)


def whole(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """With its faults line by line, its tests, the difference to what is in use, and what the actor may do."""
    draft = one(actor, draft_id)
    judged = reader.judge(draft.text)
    content = judged.marked.value if judged.marked is not None else None
    faults = faults_of(draft, judged)
    last = modules.last_version(draft.module) if draft.module else None
    is_fit = not faults
    return {
        **_row(draft),
        "text": draft.text,
        "content": orjson.dumps(content).decode() if isinstance(content, dict) else None,
        "faults": [_fault(one, judged.marked) for one in faults[:MOST_FAULTS]],
        "tests": [{"title": one.title, "line": one.line, "failures": one.failures} for one in judged.tests],
        "newest": last,
        "difference": _difference(draft, content, last) if is_fit else [],
        "may": may(actor, draft, is_fit=is_fit),
    }


def faults_of(draft: ModuleDraft, judged: Judged) -> list[Fault]:
    return sorted({*judged.faults, *_standing(draft, judged.marked)})


def tried(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """What its version would make of the rows that are there: counts, and examples."""
    draft = one(actor, draft_id)
    judged = reader.judge(draft.text)
    if faults_of(draft, judged) or judged.marked is None:
        refuse("draft.unfit")
    area = db.session.get_one(Area, draft.area_code)
    report = trial_run.of_rows(draft.module, area, judged.marked.value)
    return {"difference": [], "changes_of_place": [], **report._asdict()}


def deciders(draft: ModuleDraft) -> set[UUID]:
    """Who keeps modules there, or above where nobody else does; never who wrote or submitted it."""
    own = {draft.submitted_by, draft.changed_by}
    for depth in range(len(codes(draft.area_path)), 0, -1):
        found = officers.at_level(draft.area_path, depth, policy.KEEPS) - own
        if found:
            return found
    return set()


def may(actor: Actor, draft: ModuleDraft, *, is_fit: bool) -> list[str]:
    verbs = [verb for verb, step in STEPS.items() if draft.state in step.sources]
    decides = actor.id not in {draft.submitted_by, draft.changed_by}
    return [
        verb
        for verb in verbs
        if (decides or verb not in {"approve", "refuse"}) and (is_fit or verb not in {"submit", "approve"})
    ]


def _row(draft: ModuleDraft) -> dict[str, Any]:
    area = db.session.get_one(Area, draft.area_code)
    return {
        **{name: getattr(draft, name) for name in NAMES},
        "area_name_zh": area.name_zh,
        "area_name_en": area.name_en,
        **{name: _name(getattr(draft, name)) for name in ("changed_by", "submitted_by", "decided_by")},
    }


def _name(person_id: UUID | None) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person is not None else None


def _standing(draft: ModuleDraft, marked: Marked | None) -> Sequence[Fault]:
    """What is wrong with it beside what is there already."""
    if draft.state == "published" or marked is None or not isinstance(marked.value, dict):
        return ()
    module, version = marked.value.get("id"), marked.value.get("version")
    last = modules.last_version(module) if isinstance(module, str) else None
    if last is None or not isinstance(module, str):
        return ()
    owner = modules.owner_of(module)
    is_own = draft.area_path == owner if owner is not None else len(codes(draft.area_path)) == 1
    if not is_own:
        return (Fault(marked.line(("id",)), "module.not_your_module", f"{module} is there already, of another place"),)
    if isinstance(version, int) and version <= last:
        return (Fault(marked.line(("version",)), "module.version", f"{last} is in use; the next is {last + 1}"),)
    return ()


def _fault(fault: Fault, marked: Marked | None) -> dict[str, Any]:
    path: Path = ()
    if marked is not None:
        here = [one for one, line in marked.lines.items() if line == fault.line]
        path = min(here, key=len, default=())
    return {**fault._asdict(), "path": [str(one) for one in path]}


def _difference(draft: ModuleDraft, content: Any, last: int | None) -> list[dict[str, Any]]:
    if last is None:
        return []
    before = draft.version - 1 if draft.version is not None else last
    old = modules.kept(draft.module, before)
    return [line._asdict() for line in telling.lines(old, content)] if old is not None else []
