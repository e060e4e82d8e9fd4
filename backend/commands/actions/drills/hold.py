"""The drill that somebody is about to start or call off, locked: the clock may want it at the same moment."""

from uuid import UUID

from sqlalchemy import select

from backend.commands import policy
from backend.commands.models.drill import Drill
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def hold(actor: Actor, drill_id: UUID) -> Drill:
    """Read again under the lock; a drill the actor does not see is not found."""
    query = select(Drill).where(Drill.id == drill_id, policy.sees_drill(actor)).with_for_update(of=Drill)
    drill: Drill | None = db.session.scalar(query, execution_options={"populate_existing": True})
    if drill is None:
        refuse("drill.not_found")
    if not policy.may_run(actor, drill):
        refuse("actor.forbidden")
    return drill
