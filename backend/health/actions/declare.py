"""Somebody declares his health: one declaration per half-day, and the colour changes at once."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.actions.isolation import enter
from backend.health.actions.isolation.open_case import open_case
from backend.health.actions.recolour import hold, recolour
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthDeclaration
from backend.health.queries import history, isolation
from backend.health.rules.half_days import half_day
from backend.health.rules.moments import VERSION, happened_at


def declare(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    symptoms: list[str],
    risk_area: bool,
    contact: bool,
    device_at: datetime,
    clock_offset_ms: int,
) -> HealthDeclaration:
    """Twice is once. Said again in the same half-day, what is new is added: nobody declares a fever away."""
    hold(actor.id)
    kept = db.session.get(HealthDeclaration, id)
    if kept is not None:
        return kept if kept.person_id == actor.id else refuse("health.id_taken")
    if id.version != VERSION:
        refuse("health.bad_id")
    rules, at = ruleset(), happened_at(device_at, clock_offset_ms, clock.now())
    slot = half_day(at)
    made = history.of_half_day(actor.id, slot)
    if made is None:
        made = HealthDeclaration(id=id, person_id=actor.id, area_path=actor.person_path, day=slot.day, half=slot.half)
        made.symptoms, made.risk_area, made.contact = [], False, False
        made.declared_at, made.device_at, made.clock_offset_ms = at, device_at, clock_offset_ms
        made.purge_after = at + rules.keep_until("declaration")
        db.session.add(made)
    made.symptoms = sorted({*made.symptoms, *symptoms})
    made.risk_area, made.contact = made.risk_area or risk_area, made.contact or contact
    db.session.flush()
    # That somebody declared; what he said is in no fact.
    record("declaration.made", ("declaration", made.id), actor=actor, area_path=made.area_path)
    state = recolour(actor.id)
    # Whoever was released and only counts his clean days is not kept at home for another fourteen.
    is_new = bool(symptoms or risk_area or contact)
    if state.colour in rules.recovery and (is_new or isolation.running(actor.id) is not None):
        open_case(actor.id, reasons=state.reasons)
    enter.by_declaration(made)
    return made
