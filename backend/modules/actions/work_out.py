"""State, tasks and figures of an entity are worked out: after a form, a change by hand or a version, and every day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.modules.actions import tell
from backend.modules.actions.tell import Became
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.queries import modules
from backend.modules.rules import indicators, keeping, notices, states, tasks
from backend.modules.rules import spec as specs
from backend.modules.rules.scope import Entity, State, scope
from backend.modules.rules.spec import Spec
from backend.modules.rules.states import Verdict


def entity_of(row: ModuleEntity) -> Entity:
    """As tasks and indicators see it."""
    return Entity(row.kind, row.data, validity.day(row.created_at), State(row.state, row.state_since))


def work_out(row: ModuleEntity, spec: Spec, *, actor: Actor | None = None) -> None:
    """Safe to run twice: on the same day with the same data it changes nothing."""
    change = worked_out(row, spec, kept=_tasks(row))
    db.session.flush()
    tell.became([change] if change is not None else [], actor=actor)


def worked_out(row: ModuleEntity, spec: Spec, *, kept: Sequence[ModuleTask]) -> Became | None:
    """What it became, if that is something else, for whoever tells of it. `kept`: its tasks so far."""
    now = clock.now()
    today = validity.day(now)
    _bring_up(row, spec, now)
    was, before = row.state, _by_the_rules(row, now)
    seen = scope(spec, before, today)
    _decide(row, spec, states.decide(spec, before, today, seen=seen), today)
    after = entity_of(row)
    if after.state != before.state:
        # Most rows stay what they are: what rules see of them is worked out once.
        seen = scope(spec, after, today)
    row.label = specs.label(spec, row.kind, row.data)
    row.figures = dict(indicators.figures(spec, after, today, seen=seen))
    row.purge_after = keeping.purge_after(spec, row.kind, row.data, row.saved_at)
    row.computed_on = today
    _keep_tasks(row, tasks.due(spec, after, today, seen=seen), kept)
    if row.state == was:
        return None
    return Became(row, was, notices.entered(spec, row.kind, was=was, is_now=row.state, seen=seen))


def set_aside(row: ModuleEntity, *, kept: Sequence[ModuleTask]) -> None:
    """Where its module is off, or knows no such thing, nothing is to be done or counted; what is known stays."""
    now = clock.now()
    _end_by_hand(row, now)
    _keep_tasks(row, [], kept)
    row.figures, row.computed_on = {}, validity.day(now)


def _bring_up(row: ModuleEntity, spec: Spec, now: datetime) -> None:
    if row.version != spec["version"]:
        row.data = modules.in_words_of(spec, row.kind, row.data, version_said=row.version, today=validity.day(now))
    row.version = spec["version"]


def _by_the_rules(row: ModuleEntity, now: datetime) -> Entity:
    """What was set by hand stands until its moment; the rules go on from what they said themselves."""
    _end_by_hand(row, now)
    return entity_of(row)._replace(state=State(row.rule_state, row.rule_since))


def _end_by_hand(row: ModuleEntity, now: datetime) -> None:
    if row.hand_state is not None and row.hand_until is not None and row.hand_until <= now:
        row.hand_state = row.hand_reason = row.hand_until = row.hand_by = None
        record("entity.hand_ended", ("module_entity", row.id), area_path=row.area_path)


def _decide(row: ModuleEntity, spec: Spec, verdict: Verdict, today: date) -> None:
    row.rule_state, row.rule_since = verdict.state
    row.rule = verdict.rule
    words = spec.get("states", {}).get(row.kind, {}).get(row.hand_state)
    if words is None:
        _enter(row, verdict.state.code, verdict.why, today)
        return
    said = {"zh": f"人工调整（{row.hand_reason}）", "en": f"set by hand ({row.hand_reason})"}
    _enter(row, row.hand_state, {language: f"{words[language]}: {said[language]}" for language in said}, today)


def _enter(row: ModuleEntity, state: str | None, why: dict[str, str], today: date) -> None:
    if row.state != state or row.state_since is None:
        row.state_since = today
    row.state, row.why = state, why


def _tasks(row: ModuleEntity) -> Sequence[ModuleTask]:
    db.session.flush()
    return db.session.scalars(select(ModuleTask).where(ModuleTask.entity_id == row.id)).all()


def _keep_tasks(row: ModuleEntity, due: list[tasks.Task], known: Sequence[ModuleTask]) -> None:
    """One that was put aside comes back when it is due on another day."""
    kept = {one.task: one for one in known}
    for task in due:
        old = kept.pop(task.id, None)
        if old is None:
            old = ModuleTask(entity_id=row.id, task=task.id, due_on=task.due_on)
            db.session.add(old)
        elif old.due_on != task.due_on:
            old.due_on, old.dismissed_at, old.dismissed_why, old.dismissed_by = task.due_on, None, None, None
        old.area_path, old.opens_on, old.assign = row.area_path, task.opens_on, task.assign
        old.climbs_on, old.climbs_to = task.climbs_on, task.climbs_to
    for gone in kept.values():
        db.session.delete(gone)
