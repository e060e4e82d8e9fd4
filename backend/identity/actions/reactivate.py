"""Letting somebody take part again who was deactivated."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions.create_person import is_known, one_list_at_a_time
from backend.identity.actions.grant import grant
from backend.identity.models import RoleGrant
from backend.identity.queries import people


def reactivate(actor: Actor, person_id: UUID, *, grants: Sequence[UUID] = ()) -> None:
    """Twice is once. Roles stay away, but for the former `grants` that are named: a deactivation taken back at once."""
    one_list_at_a_time()
    person = people.one_to_change(actor, person_id)
    policy.check_person(actor, person, people.live_grants(person_id))
    if person.active:
        return
    if is_known(person.name, person.phone):
        refuse("identity.person_exists")
    person.active = True
    record("person.reactivated", ("person", person_id), actor=actor, area_path=person.area_path)
    for former in _former(person_id, grants):
        grant(actor, person_id, role=former.role, area_code=former.area_code, is_lead=former.is_lead)


def _former(person_id: UUID, ids: Sequence[UUID]) -> Sequence[RoleGrant]:
    found = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.id.in_(ids))).all()
    if len(found) != len(set(ids)):
        refuse("identity.grant_not_found")
    return found
