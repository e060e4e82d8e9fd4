"""Two records of the register that are one person become one; what the other had said is kept."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Account, Person, RoleGrant
from backend.volunteers.models.register import Volunteer, VolunteerMerge
from backend.volunteers.queries import register


def merge(actor: Actor, kept_id: UUID, *, merged_id: UUID, reason: str) -> None:
    """The one who goes must be a volunteer and nothing else, and sign in nowhere."""
    if kept_id == merged_id:
        refuse("volunteer.merge_same")
    # In the order of their ids, so that two merges never wait for each other.
    held = {one: register.one_to_change(actor, one) for one in sorted((kept_id, merged_id))}
    kept, merged = held[kept_id], held[merged_id]
    if kept.external_id and merged.external_id:
        refuse("volunteer.two_people")
    _check_free(merged_id)
    person = db.session.get_one(Person, merged_id)
    before: dict[str, Any] = {"kept": as_it_is(kept), "merged": as_it_is(merged)}
    given, merged.external_id = merged.external_id, None
    db.session.flush()
    _unite(kept, merged, given)
    person.active = False
    live = (RoleGrant.person_id == merged_id, RoleGrant.revoked_at.is_(None))
    gone = update(RoleGrant).where(*live).values(revoked_at=clock.now()).returning(RoleGrant.id)
    before |= {"grants": sorted(str(one) for one in db.session.scalars(gone)), "after": as_it_is(kept)}
    said = {"why": reason, "said": _said(merged, person, before["merged"]), "before": before}
    db.session.add(VolunteerMerge(kept_id=kept_id, merged_id=merged_id, by=actor.id, **said))
    data = {"merged_id": str(merged_id), "reason": reason}
    record("volunteer.merged", ("volunteer", kept_id), actor=actor, area_path=person.area_path, data=data)


def _check_free(person_id: UUID) -> None:
    signs_in = db.session.scalar(select(exists().where(Account.person_id == person_id)))
    others = (RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None), RoleGrant.role != "volunteer")
    if signs_in or db.session.scalar(select(exists().where(*others))):
        refuse("volunteer.merge_busy")


def _unite(kept: Volunteer, merged: Volunteer, external_id: str | None) -> None:
    kept.external_id = kept.external_id or external_id
    kept.skills = sorted({*kept.skills, *merged.skills})
    kept.availability = sorted({*kept.availability, *merged.availability})
    days = [day for day in (kept.consented_on, merged.consented_on) if day]
    kept.consented_on = max(days, default=None)
    kept.purposes = sorted({*kept.purposes, *merged.purposes})
    kept.kept_until = max(kept.kept_until, merged.kept_until)
    kept.updated_at = clock.now()


def _said(merged: Volunteer, person: Person, before: dict[str, Any]) -> dict[str, Any]:
    lists = {"skills": merged.skills, "availability": merged.availability}
    own = {"name": person.name, "phone": person.phone, "grid": person.area_code}
    return {**own, **lists, "external_id": before["external_id"]}


#: what a merge changes
UNITED = ("external_id", "skills", "availability", "consented_on", "purposes", "kept_until")


def as_it_is(volunteer: Volunteer) -> dict[str, Any]:
    said = {name: getattr(volunteer, name) for name in UNITED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
