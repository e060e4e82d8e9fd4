"""The district declares a day working or free, or takes its word back."""

from datetime import date

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents import policy
from backend.incidents.models.work_day import WorkDay


def set_day(actor: Actor, day: date, *, works: bool | None, note: str) -> None:
    """None: as the country has it. What is due already stays due when it was."""
    policy.check_calendar(actor)
    own = db.session.get(WorkDay, day, with_for_update=True)
    if works is None and own is not None:
        db.session.delete(own)
    elif works is not None and own is None:
        db.session.add(WorkDay(day=day, works=works, note=note, set_by=actor.id))
    elif works is not None and own is not None:
        own.works, own.note, own.set_by, own.set_at = works, note, actor.id, clock.now()
    db.session.flush()
    record("calendar.set", ("work_day", day.isoformat()), actor=actor, data={"works": works, "note": note})
