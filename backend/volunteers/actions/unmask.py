"""Somebody sees a masked field, says why, and that stays written down."""

from uuid import UUID

from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.queries import register


def unmask(actor: Actor, person_id: UUID, *, field: str, reason: str) -> dict[str, str | None]:
    row = register.whole(actor, person_id)
    data = {"field": field, "reason": reason}
    record("volunteer.unmasked", ("volunteer", person_id), actor=actor, data=data)
    return {"field": field, "value": getattr(row, field)}
