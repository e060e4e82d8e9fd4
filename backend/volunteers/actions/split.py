"""Two records that somebody merged by mistake become two again, as they were before."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person, RoleGrant
from backend.volunteers.actions.merge import as_it_is
from backend.volunteers.models.register import Volunteer, VolunteerMerge
from backend.volunteers.queries import register

#: Later nobody knows any more what was whose.
WITHIN = timedelta(hours=24)
DAYS = ("consented_on", "kept_until")


def split(actor: Actor, kept_id: UUID, *, merged_id: UUID, reason: str) -> None:
    """The last merge first, and only while nothing was changed since: what was added would be nobody's."""
    kept = register.one_to_change(actor, kept_id)
    merge = _last(kept_id)
    if merge is None or merge.merged_id != merged_id or merge.before is None:
        refuse("volunteer.not_merged")
    if clock.now() > merge.at + WITHIN:
        refuse("volunteer.split_late")
    if as_it_is(kept) != merge.before["after"]:
        refuse("volunteer.split_changed")
    person = db.session.get_one(Person, merged_id)
    merged = db.session.get_one(Volunteer, merged_id)
    _as_before(kept, merge.before["kept"])
    # The number of 志愿汇 belongs to one at a time.
    db.session.flush()
    _as_before(merged, merge.before["merged"])
    person.active = True
    grants = [UUID(one) for one in merge.before["grants"]]
    db.session.execute(update(RoleGrant).where(RoleGrant.id.in_(grants)).values(revoked_at=None))
    # What the other had said is his own again, and no part of the first one's record.
    db.session.delete(merge)
    db.session.flush()
    data = {"merged_id": str(merged_id), "reason": reason}
    record("volunteer.split", ("volunteer", kept_id), actor=actor, area_path=person.area_path, data=data)


def _last(kept_id: UUID) -> VolunteerMerge | None:
    query = select(VolunteerMerge).where(VolunteerMerge.kept_id == kept_id)
    found: VolunteerMerge | None = db.session.scalar(
        query.order_by(VolunteerMerge.at.desc(), VolunteerMerge.id.desc()).limit(1).with_for_update()
    )
    return found


def _as_before(volunteer: Volunteer, before: dict[str, Any]) -> None:
    for name, value in before.items():
        is_day = name in DAYS and value is not None
        setattr(volunteer, name, date.fromisoformat(value) if is_day else value)
    volunteer.updated_at = clock.now()
