"""Who looks after somebody at home, and what he needs brought."""

from uuid import UUID

from sqlalchemy import delete

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.models.isolation import IsolationCase, IsolationErrand, IsolationMember
from backend.health.queries import isolation
from backend.health.rules.moments import VERSION


def set_team(actor: Actor, case_id: UUID, *, people: list[UUID]) -> IsolationCase:
    """Grid workers and officers of the place; the list that is sent is the whole team."""
    case = isolation.one_to_change(actor, case_id)
    if set(people) - isolation.who_may_care(case):
        refuse("isolation.not_of_the_place")
    db.session.execute(delete(IsolationMember).where(IsolationMember.case_id == case.id))
    db.session.add_all(IsolationMember(case_id=case.id, person_id=person) for person in sorted(set(people)))
    db.session.flush()
    record("isolation.team_set", ("isolation", case.id), actor=actor, area_path=case.area_path)
    return case


def ask_errand(actor: Actor, case_id: UUID, *, id: UUID, what: str) -> IsolationCase:  # noqa: A002 - as in the API
    """By the person himself, or by his team for him."""
    case = isolation.own_or_cared_for(actor, case_id)
    kept = db.session.get(IsolationErrand, id)
    if kept is not None:
        return case if kept.case_id == case.id else refuse("health.id_taken")
    if id.version != VERSION:
        refuse("health.bad_id")
    db.session.add(IsolationErrand(id=id, case_id=case.id, what=what, asked_by=actor.id))
    db.session.flush()
    record("isolation.errand_asked", ("isolation", case.id), area_path=case.area_path)
    return case


def do_errand(actor: Actor, case_id: UUID, errand_id: UUID) -> IsolationCase:
    """Twice is once."""
    case = isolation.one_to_change(actor, case_id)
    errand = db.session.get(IsolationErrand, errand_id)
    if errand is None or errand.case_id != case.id:
        refuse("isolation.no_errand")
    if errand.done_at is None:
        errand.done_at, errand.done_by = clock.now(), actor.id
        db.session.flush()
        record("isolation.errand_done", ("isolation", case.id), actor=actor, area_path=case.area_path)
    return case
