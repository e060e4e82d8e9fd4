"""Tell the planner of a drill what he did not do himself."""

from backend.commands.models.drill import Drill
from backend.commands.rules import drill_notices
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.push.actions.notices import notify


def tell_planner(drill: Drill, what: str, cause: str, *, by: Actor | None = None, reason: str = "") -> None:
    """`what`: called_off or series_ended; without `by` the clock did it."""
    if by is not None and by.id == drill.planned_by:
        return
    who = "" if by is None else db.session.get_one(Person, by.id).name
    notify(
        [drill.planned_by],
        kind=f"drill.{what}",
        subject_id=drill.id,
        texts=drill_notices.told(what, drill.name, cause, who=who, reason=reason),
        navigate=f"/drills/{drill.id}",
        expires_at=clock.now() + drill_notices.LIFE,
    )
