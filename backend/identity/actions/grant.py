"""Granting a role on an area."""

from typing import Any
from uuid import UUID

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions.create_person import area_in_force
from backend.identity.models import RoleGrant
from backend.identity.queries import people


def grant(actor: Actor, person_id: UUID, *, role: str, area_code: str, is_lead: bool = False) -> RoleGrant:
    """The person's row is held, so that two admins at once cannot join two administrators in one."""
    person = people.one_to_change(actor, person_id)
    area = area_in_force(area_code)
    live = people.live_grants(person_id)
    policy.check_grant(actor, person, live, role=role, path=area.path)
    if any((held.role, held.area_code) == (role, area.code) for held in live):
        refuse("identity.grant_exists")
    new = RoleGrant(
        person_id=person_id, role=role, area_code=area.code, area_path=area.path, is_lead=is_lead, granted_by=actor.id
    )
    db.session.add(new)
    db.session.flush()
    record("role.granted", ("grant", new.id), actor=actor, area_path=area.path, data=granted_data(new))
    return new


def granted_data(grant: RoleGrant) -> dict[str, Any]:
    """What the fact says, so that the audit needs no look-up."""
    what = {"role": grant.role, "area_code": grant.area_code, "is_lead": grant.is_lead}
    return {"person_id": str(grant.person_id), **what}
