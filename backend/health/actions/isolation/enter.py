"""A half-day of an isolation is filled: by the team that asked, or by the person's own declaration."""

from datetime import date
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.models.declaration import HealthDeclaration
from backend.health.models.isolation import IsolationCase, IsolationEntry
from backend.health.queries import isolation
from backend.health.rules.half_days import named
from backend.push.actions.notices import withdraw


def enter(
    actor: Actor,
    case_id: UUID,
    *,
    day: date,
    half: str,
    temperature: float | None,
    symptoms: list[str],
    note: str | None,
) -> IsolationCase:
    """The last word counts; a half-day that has not begun cannot be filled."""
    case = isolation.one_to_change(actor, case_id)
    entry = db.session.get(IsolationEntry, (case.id, day, half))
    if entry is None or named(day, half).begins_at > clock.now():
        refuse("isolation.no_half_day")
    entry.temperature, entry.symptoms, entry.note = temperature, sorted(set(symptoms)), note
    _filled(case, entry, actor.id)
    record("isolation.entered", ("isolation", case.id), actor=actor, area_path=case.area_path)
    return case


def by_declaration(declaration: HealthDeclaration) -> None:
    """Nobody is asked twice what he has declared."""
    case = isolation.running(declaration.person_id)
    key = (case.id, declaration.day, declaration.half) if case is not None else None
    entry = db.session.get(IsolationEntry, key) if key is not None else None
    if case is not None and entry is not None and entry.entered_at is None:
        entry.symptoms = list(declaration.symptoms)
        _filled(case, entry, declaration.person_id)


def _filled(case: IsolationCase, entry: IsolationEntry, by: UUID) -> None:
    entry.entered_at, entry.entered_by, entry.next_climb_at = clock.now(), by, None
    db.session.flush()
    withdraw(case.id)
