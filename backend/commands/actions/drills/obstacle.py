"""What keeps a drill from being held in the name of its planner."""

from backend.commands import policy
from backend.commands.models.drill import Drill
from backend.commands.models.plan import Plan
from backend.commands.queries.drill_places import is_commanded
from backend.commands.rules import drill_life
from backend.core.db import db
from backend.core.http.actor import Actor


def obstacle(drill: Drill, planner: Actor | None) -> str | None:
    """The cause by which it is called off; None where it can be held."""
    if planner is None or not is_commanded(drill.id, policy.commanded(planner)):
        return drill_life.GRANT_LOST
    if db.session.get_one(Plan, drill.plan_code, populate_existing=True).withdrawn_at is not None:
        return drill_life.PLAN_WITHDRAWN
    return None
