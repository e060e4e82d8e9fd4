"""Changing the tree one after the other: two lists at once would give one code twice."""

from sqlalchemy import select, text

from backend.areas import policy
from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor

#: class of the advisory lock
CHANGING = 7004


def hold_tree() -> None:
    """Until the transaction ends."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:class, 0)"), {"class": CHANGING})


def own(actor: Actor, code: str) -> Area:
    """An area in force whose subtree the actor keeps; any other is not found."""
    kept = policy.within(list(actor.paths_as(policy.KEEPS_TREE)))
    query = select(Area).where(Area.code == code, kept, in_force())
    found: Area | None = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        refuse("area.not_found")
    return found
