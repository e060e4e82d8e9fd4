"""Say what was found at a door."""

from typing import Any
from uuid import UUID

from backend.commands.actions.answer_for import speak
from backend.commands.queries import door_knocks
from backend.commands.rules.door_knocks import SAYS, may_end
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def answer_door_knock(
    actor: Actor,
    knock_id: UUID,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    outcome: str,
    note: str | None,
) -> dict[str, Any]:
    """The knock as shown. Where nobody opened nothing is said for him, and he may be met later."""
    knock = door_knocks.one_to_answer(actor, knock_id)
    if not may_end(knock.outcome):
        refuse("door_knock.ended")
    knock.ended_at, knock.ended_by = clock.now(), actor.id
    knock.outcome, knock.note = outcome, note
    db.session.flush()
    if (state := SAYS[outcome]) is not None:
        speak(actor, knock.order_id, knock.person_id, id=id, state=state, note=note)
    data = {"order_id": str(knock.order_id), "person_id": str(knock.person_id), "outcome": outcome}
    record("door_knock.ended", ("door_knock", knock.id), actor=actor, area_path=knock.node_path, data=data)
    return door_knocks.one_of_mine(actor, knock_id)
