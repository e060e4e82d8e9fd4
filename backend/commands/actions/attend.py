"""Say that somebody who asked for help is being taken care of."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.commands.models.help_call import HelpCall
from backend.commands.queries import help_calls
from backend.commands.rules.help import ATTENDED
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def attend(actor: Actor, order_id: UUID, call_id: UUID, *, note: str | None) -> dict[str, Any]:
    """The call as shown. Of two who attend at once, or of one and the person himself, the first ends it."""
    call: HelpCall = help_calls.one(actor, order_id, call_id).HelpCall
    mine = {"ended_at": clock.now(), "ended_by": actor.id, "ended_reason": ATTENDED, "ended_note": note}
    still_open = update(HelpCall).where(HelpCall.id == call_id, HelpCall.ended_at.is_(None))
    if db.session.scalar(still_open.values(mine).returning(HelpCall.id)) is None:
        refuse("help_call.ended")
    data = {"call_id": str(call_id), "person_id": str(call.person_id)}
    record("help_call.attended", ("order", call.order_id), actor=actor, area_path=call.node_path, data=data)
    db.session.expire(call)
    return help_calls.shown(help_calls.one(actor, order_id, call_id))
