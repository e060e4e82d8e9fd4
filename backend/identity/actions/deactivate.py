"""Ending a person's part in the cockpit; the record stays, old orders name it."""

from uuid import UUID

from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions import sessions
from backend.identity.actions.revoke import end_grant
from backend.identity.queries import people


def deactivate(actor: Actor, person_id: UUID) -> None:
    """Signs out everywhere, drops every role, receives nothing more. Twice is once."""
    person = people.one_to_change(actor, person_id)
    grants = people.live_grants(person_id)
    policy.check_person(actor, person, grants)
    if not person.active:
        return
    person.active = False
    for grant in grants:
        end_grant(actor, grant)
    sessions.end_all_of(person_id, "deactivated", actor=actor)
    record("person.deactivated", ("person", person_id), actor=actor, area_path=person.area_path)
