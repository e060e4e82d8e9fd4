"""Work out somebody's colour anew; codes that show another one are revoked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db import db
from backend.health.catalogue.reader import ruleset
from backend.health.models.state import HealthCode, HealthState
from backend.health.queries import history
from backend.health.rules.colouring import colour_of
from backend.identity.models import Person


def hold(person_id: UUID) -> None:
    """One change of a person's colour at a time."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def recolour(person_id: UUID, *, cleared_at: datetime | None = None) -> HealthState:
    """Safe to run twice: the same declarations give the same colour."""
    hold(person_id)
    now, rules = clock.now(), ruleset()
    state = db.session.get(HealthState, person_id, populate_existing=True) or HealthState(person_id=person_id)
    before, cleared_at = state.colour, cleared_at or state.cleared_at
    verdict = colour_of(history.declared(person_id), rules, now=now, cleared_at=cleared_at)
    state.cleared_at = cleared_at
    state.colour, state.since, state.valid_until = verdict.colour, verdict.since, verdict.valid_until
    state.reasons, state.clean_days, state.rule_version = verdict.reasons, verdict.clean_days, rules.version
    state.verified_at = now
    state.purge_after = (verdict.valid_until or now) + rules.keep_until("state")
    db.session.add(state)
    db.session.flush()
    if before is not None and before != state.colour:
        revoke_codes(person_id, "colour_changed")
    return state


def state_now(person_id: UUID) -> HealthState:
    """As it is by the clock: past its time nothing is known any more."""
    state = db.session.get(HealthState, person_id)
    if state is None or (state.valid_until is not None and state.valid_until <= clock.now()):
        return recolour(person_id)
    return state


def revoke_codes(person_id: UUID, reason: str) -> None:
    now = clock.now()
    live = (HealthCode.person_id == person_id, HealthCode.revoked_at.is_(None), HealthCode.grace_until > now)
    stopped = update(HealthCode).where(*live).values(revoked_at=now, revoked_for=reason)
    db.session.execute(stopped.execution_options(synchronize_session=False))
