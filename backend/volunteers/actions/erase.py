"""A volunteer's data is destroyed: when he asks, or when its time is over. See ADR 15."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, text, update

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.actions import sessions
from backend.identity.models import Person, RoleGrant
from backend.volunteers.models.register import Destruction, Volunteer
from backend.volunteers.queries import own

#: What stands in old receipts instead of a name: they prove what was ordered and answered, and not who somebody was.
NOBODY = "已注销"
#: of a night
AT_ONCE = 2_000


def erase_own(actor: Actor) -> None:
    """Whoever also works in the cockpit keeps the account of that work, and is a volunteer no more."""
    own.one(actor, hold=True)
    destroy(db.session.get_one(Person, actor.id), why="asked", actor=actor)


def sweep() -> int:
    """Those whose time is over; returns how many. Safe to run twice."""
    over = select(Volunteer).where(Volunteer.kept_until < areas.today()).order_by(Volunteer.kept_until)
    found = db.session.scalars(over.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    for volunteer in found:
        destroy(db.session.get_one(Person, volunteer.person_id), why="retention")
    return len(found)


def destroy(person: Person, *, why: str, actor: Actor | None = None) -> None:
    area_path = person.area_path
    rows = {name: _delete(statement, person.id) for name, statement in OWN.items()}
    _leave(person, actor)
    if not _works_here(person.id):
        rows |= {name: _delete(statement, person.id) for name, statement in ACCOUNT.items()}
        person.name, person.phone, person.active = NOBODY, "", False
        person.lng_wgs84 = person.lat_wgs84 = None
        rows["person"] = [str(person.id)]
    db.session.flush()
    counts = {name: len(ids) for name, ids in rows.items()}
    made = Destruction(why=why, area_path=area_path, rows=counts, digest=_digest(rows))
    db.session.add(made)
    db.session.flush()
    record("volunteer.erased", ("destruction", made.id), area_path=area_path, data={"why": why, "rows": counts})


def _delete(statement: str, person_id: UUID) -> list[str]:
    given = {"id": person_id, "said": str(person_id)}
    return sorted(str(one) for one in db.session.execute(text(statement), given).scalars())


def _leave(person: Person, actor: Actor | None) -> None:
    live = (RoleGrant.person_id == person.id, RoleGrant.role == "volunteer", RoleGrant.revoked_at.is_(None))
    db.session.execute(update(RoleGrant).where(*live).values(revoked_at=clock.now()))
    if not _works_here(person.id):
        ends: Any = actor
        sessions.end_all_of(person.id, "deactivated", actor=ends)


def _works_here(person_id: UUID) -> bool:
    others = (RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None), RoleGrant.role != "volunteer")
    return bool(db.session.scalar(select(exists().where(*others))))


def _digest(rows: dict[str, list[str]]) -> str:
    """Over the ids of what is gone: whoever holds a copy can be shown that it was meant."""
    lines: Sequence[str] = [f"{name}:{one}" for name, ids in sorted(rows.items()) for one in ids]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


#: table → what goes of it, whoever he is
OWN = {
    "volunteer": "DELETE FROM volunteer WHERE person_id = :id RETURNING person_id",
    "calendar_feed": "DELETE FROM calendar_feed WHERE person_id = :id RETURNING person_id",
    "signup": "DELETE FROM signup WHERE person_id = :id RETURNING id",
    "volunteer_merge": "DELETE FROM volunteer_merge WHERE kept_id = :id OR merged_id = :id RETURNING id",
    "register_row": "DELETE FROM register_row WHERE person_id = :id RETURNING no",
}
#: and what goes of somebody who was nothing but a volunteer
ACCOUNT = {
    "person_address": "DELETE FROM person_address WHERE person_id = :id RETURNING channel",
    "account": "DELETE FROM account WHERE person_id = :id RETURNING person_id",
}
