"""The addresses of people, their passwords and their grants."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import page_of
from backend.identity.actions import add_person as adding
from backend.identity.actions import deactivate as deactivating
from backend.identity.actions import edit_grant as editing_grant
from backend.identity.actions import edit_person as editing
from backend.identity.actions import grant as granting
from backend.identity.actions import issue_accounts as issuing_many
from backend.identity.actions import issue_password as issuing
from backend.identity.actions import reactivate as reactivating
from backend.identity.actions import revoke as revoking
from backend.identity.queries import people
from backend.identity.rules.roles import KEEPS_ACCOUNTS, SEE_PEOPLE
from backend.identity.schemas.people import (
    AccountsIssue,
    AccountsIssued,
    AreaCounts,
    GrantEdit,
    NewGrant,
    NewPerson,
    PasswordIssue,
    PasswordIssued,
    PeopleQuery,
    PersonEdit,
    PersonShown,
    Reactivation,
)

blp = Blueprint("people", __name__, url_prefix="/api/people", description="People, accounts and roles")

SEES = roles(*SEE_PEOPLE)
KEEPS = roles(KEEPS_ACCOUNTS)
#: who keeps the tree has to know where people are, and not who they are
COUNTS = roles(*SEE_PEOPLE, "system_admin")


@endpoint(blp, "GET", "", allow=SEES, query=PeopleQuery, returns=page_of(PersonShown))
def list_people(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """List the people of the own subtree."""
    return people.listed(actor, **query)


@endpoint(blp, "GET", "/counts", allow=COUNTS, returns=AreaCounts)
def count_people(actor: Actor) -> dict[str, Any]:
    """Count the people of each area of the own subtree."""
    return {"items": people.counted(actor, *COUNTS.roles)}


@endpoint(blp, "POST", "/accounts", allow=KEEPS, body=AccountsIssue, returns=AccountsIssued, repeat=Repeat.SECRET)
def issue_accounts(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Issue accounts to many people; the passwords must be changed at once."""
    return issuing_many.issue_accounts(actor, body["people"], anew=body["anew"])


@endpoint(blp, "GET", "/<uuid:person_id>", allow=SEES, returns=PersonShown)
def show_person(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """Show one person."""
    return people.shown(actor, person_id)


@endpoint(blp, "POST", "", allow=KEEPS, body=NewPerson, returns=PersonShown, status=201)
def create_person(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Add a person to the own subtree."""
    return people.shown(actor, adding.add_person(actor, **body).id)


@endpoint(blp, "PATCH", "/<uuid:person_id>", allow=KEEPS, body=PersonEdit, returns=PersonShown)
def edit_person(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Correct a person's record."""
    editing.edit_person(actor, person_id, **body)
    return people.shown(actor, person_id)


@endpoint(
    blp,
    "POST",
    "/<uuid:person_id>/password",
    allow=KEEPS,
    body=PasswordIssue,
    returns=PasswordIssued,
    status=201,
    repeat=Repeat.SECRET,
)
def issue_password(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, str]:
    """Issue a password that must be changed at once."""
    return issuing.issue_password(actor, person_id, **body)


@endpoint(blp, "POST", "/<uuid:person_id>/deactivate", allow=KEEPS, returns=PersonShown)
def deactivate(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """End a person's part in the cockpit."""
    deactivating.deactivate(actor, person_id)
    return people.shown(actor, person_id)


@endpoint(blp, "POST", "/<uuid:person_id>/reactivate", allow=KEEPS, body=Reactivation, returns=PersonShown)
def reactivate(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Let somebody take part again."""
    reactivating.reactivate(actor, person_id, **body)
    return people.shown(actor, person_id)


@endpoint(blp, "POST", "/<uuid:person_id>/grants", allow=KEEPS, body=NewGrant, returns=PersonShown, status=201)
def grant(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Grant a role on an area of the own subtree."""
    granting.grant(actor, person_id, **body)
    return people.shown(actor, person_id)


@endpoint(blp, "DELETE", "/<uuid:person_id>/grants/<uuid:grant_id>", allow=KEEPS, status=204)
def revoke(actor: Actor, person_id: UUID, grant_id: UUID) -> None:
    """Take a role back."""
    revoking.revoke(actor, person_id, grant_id)


@endpoint(blp, "PATCH", "/<uuid:person_id>/grants/<uuid:grant_id>", allow=KEEPS, body=GrantEdit, returns=PersonShown)
def edit_grant(actor: Actor, body: dict[str, Any], person_id: UUID, grant_id: UUID) -> dict[str, Any]:
    """Make the holder of a role the responsible person of its area, or no longer."""
    editing_grant.edit_grant(actor, person_id, grant_id, **body)
    return people.shown(actor, person_id)
