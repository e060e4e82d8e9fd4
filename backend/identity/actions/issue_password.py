"""Issuing a password to somebody else; it opens nothing but the way to change it."""

from uuid import UUID

from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions import accounts, sessions
from backend.identity.queries import people


def issue_password(actor: Actor, person_id: UUID, *, username: str | None = None) -> dict[str, str]:
    """Shown this one time: {username, password}. Makes the account where there is none, and lifts its lock."""
    person = people.one_to_change(actor, person_id)
    policy.check_person(actor, person, people.live_grants(person_id))
    if not person.active:
        refuse("identity.person_inactive")
    issued = accounts.issue(person, username)
    sessions.end_all_of(person_id, "password", actor=actor)
    record("password.issued", ("person", person_id), actor=actor, area_path=person.area_path)
    return issued
