"""A state is set by hand over what the rules say, with a reason and an end; or the rules are let speak again."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.core import clock
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.actions.work_out import work_out
from backend.modules.queries import entities, modules

LONGEST = timedelta(days=366)


def set_state(actor: Actor, entity_id: UUID, *, state: str, reason: str, until: datetime) -> None:
    row = entities.one(actor, entity_id, hold=True)
    spec = modules.on_at(row.module, row.area_path)
    if not policy.may(actor, spec, "by_hand", row.area_path):
        refuse("module.not_yours")
    if state not in spec.get("states", {}).get(row.kind, {}):
        refuse("entity.no_such_state")
    now = clock.now()
    if not now < until <= now + LONGEST:
        refuse("entity.until")
    row.hand_state, row.hand_reason, row.hand_until, row.hand_by = state, reason, until, actor.id
    data = {"state": state, "reason": reason, "until": until.isoformat()}
    record("entity.set_by_hand", ("module_entity", row.id), actor=actor, area_path=row.area_path, data=data)
    work_out(row, spec, actor=actor)


def withdraw(actor: Actor, entity_id: UUID) -> None:
    row = entities.one(actor, entity_id, hold=True)
    spec = modules.on_at(row.module, row.area_path)
    if not policy.may(actor, spec, "by_hand", row.area_path):
        refuse("module.not_yours")
    if row.hand_state is None:
        refuse("entity.not_by_hand")
    row.hand_state = row.hand_reason = row.hand_until = row.hand_by = None
    record("entity.hand_ended", ("module_entity", row.id), actor=actor, area_path=row.area_path)
    work_out(row, spec, actor=actor)
