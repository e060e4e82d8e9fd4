"""An isolation ends: released by an officer when its time has come, or cleared because the colour was wrong."""

from uuid import UUID

from sqlalchemy import update

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.actions.recolour import state_now
from backend.health.catalogue.reader import ruleset
from backend.health.models.isolation import IsolationCase, IsolationEntry
from backend.health.queries import isolation
from backend.health.rules.colours import GREEN
from backend.push.actions.notices import withdraw


def release(actor: Actor, case_id: UUID, *, note: str | None) -> IsolationCase:
    """Only once the days are over or the code is green again."""
    case = isolation.one_to_change(actor, case_id, officer=True)
    if case.until > clock.now() and state_now(case.person_id).colour != GREEN:
        refuse("isolation.too_early")
    _end(case, "released", by=actor.id, note=note)
    record("isolation.released", ("isolation", case.id), actor=actor, area_path=case.area_path)
    return case


def clear(person_id: UUID, *, by: UUID) -> None:
    """An appeal was granted: there was no reason to stay at home."""
    case = isolation.running(person_id)
    if case is not None:
        _end(case, "cleared", by=by, note=None)
        record("isolation.cleared", ("isolation", case.id), area_path=case.area_path)


def _end(case: IsolationCase, outcome: str, *, by: UUID, note: str | None) -> None:
    now = clock.now()
    case.ended_at, case.ended_by, case.outcome, case.note = now, by, outcome, note
    case.purge_after = now + ruleset().keep_until("isolation")
    silent = update(IsolationEntry).where(IsolationEntry.case_id == case.id).values(next_climb_at=None)
    db.session.execute(silent)
    db.session.flush()
    withdraw(case.id)
