"""Who may keep whose account: only inside the own subtree, never upwards, never oneself."""

from collections.abc import Iterable

from backend.areas.rules.paths import covers
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.roles import KEEPS_ACCOUNTS, overlaps


def check_place(actor: Actor, path: str) -> None:
    """People and grants are made only where the actor keeps the accounts."""
    if not any(covers(own, path) for own in actor.paths_as(KEEPS_ACCOUNTS)):
        refuse("identity.outside_subtree")


def check_person(actor: Actor, person: Person, live: Iterable[RoleGrant]) -> None:
    """Who holds more than the actor keeps is out of reach: a new password would be a way upwards."""
    check_other(actor, person)
    for path in (person.area_path, *(grant.area_path for grant in live)):
        check_place(actor, path)


def check_other(actor: Actor, person: Person) -> None:
    if person.id == actor.id:
        refuse("identity.not_yourself")


def check_grant(actor: Actor, person: Person, live: Iterable[RoleGrant], *, role: str, path: str) -> None:
    """A role is granted to another one, inside the own subtree, and never makes two administrators one."""
    check_other(actor, person)
    check_place(actor, path)
    if not person.active:
        refuse("identity.person_inactive")
    if overlaps([grant.role for grant in live], role):
        refuse("identity.role_overlap")
