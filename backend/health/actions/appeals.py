"""纠错: somebody says that his colour is wrong, and an officer of his place decides."""

from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.actions import tell
from backend.health.actions.isolation.end import clear
from backend.health.actions.recolour import hold, recolour, state_now
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthAppeal
from backend.health.queries import appeals
from backend.health.rules.colours import GREEN
from backend.health.rules.moments import VERSION


def appeal(actor: Actor, *, id: UUID, reason: str) -> HealthAppeal:  # noqa: A002 - the field's name in the API
    """Twice is once; one at a time, and never against green."""
    hold(actor.id)
    kept = db.session.get(HealthAppeal, id)
    if kept is not None:
        return kept if kept.person_id == actor.id else refuse("health.id_taken")
    if id.version != VERSION:
        refuse("health.bad_id")
    if appeals.waiting(actor.id) is not None:
        refuse("appeal.waits")
    state = state_now(actor.id)
    if state.colour == GREEN:
        refuse("appeal.green")
    made = HealthAppeal(id=id, person_id=actor.id, area_path=actor.person_path, colour=state.colour, reason=reason)
    # One that nobody decides is not kept for ever.
    made.purge_after = clock.now() + ruleset().keep_until("appeal")
    db.session.add(made)
    db.session.flush()
    record("appeal.filed", ("appeal", made.id), area_path=made.area_path)
    tell.appealed(made)
    return made


def grant(actor: Actor, appeal_id: UUID, *, note: str) -> None:
    """What was declared before counts no more: the code is green, and nobody is kept at home for it."""
    found = _decide(actor, appeal_id, "granted", note)
    recolour(found.person_id, cleared_at=clock.now())
    clear(found.person_id, by=actor.id)
    record("appeal.granted", ("appeal", found.id), actor=actor, area_path=found.area_path)
    tell.decided(found)


def refuse_appeal(actor: Actor, appeal_id: UUID, *, note: str) -> None:
    """The colour stays, and the reason is told."""
    found = _decide(actor, appeal_id, "refused", note)
    record("appeal.refused", ("appeal", found.id), actor=actor, area_path=found.area_path)
    tell.decided(found)


def _decide(actor: Actor, appeal_id: UUID, outcome: str, note: str) -> HealthAppeal:
    found = appeals.one_to_decide(actor, appeal_id)
    if found.person_id == actor.id:
        refuse("appeal.not_your_own")
    if found.decided_at is not None:
        refuse("appeal.decided")
    hold(found.person_id)
    found.decided_at, found.decided_by, found.outcome, found.note = clock.now(), actor.id, outcome, note
    found.purge_after = clock.now() + ruleset().keep_until("appeal")
    db.session.flush()
    return found
