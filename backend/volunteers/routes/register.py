"""The addresses of the register: its list, masked; one field of one volunteer, for a reason; two that are one."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.volunteers import policy
from backend.volunteers.actions import merge as merging
from backend.volunteers.actions import split as splitting
from backend.volunteers.actions import unmask as unmasking
from backend.volunteers.queries import register
from backend.volunteers.schemas.register import (
    Merge,
    RegisterPage,
    RegisterQuery,
    Unmask,
    Unmasked,
    VolunteerShown,
)

blp = Blueprint("volunteers", __name__, url_prefix="/api/volunteers", description="The register of volunteers")

READERS = roles(*policy.READS)
KEEPERS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "", allow=READERS, query=RegisterQuery, returns=RegisterPage)
def list_volunteers(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The volunteers of the own subtrees, masked."""
    return register.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:person_id>", allow=READERS, returns=VolunteerShown)
def one_volunteer(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """One of them, masked."""
    return register.one(actor, person_id)


@endpoint(
    blp,
    "POST",
    "/<uuid:person_id>/unmask",
    allow=KEEPERS,
    body=Unmask,
    returns=Unmasked,
    repeat=Repeat.SECRET,
)
def unmask_volunteer(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """See one field; the reason is kept."""
    return unmasking.unmask(actor, person_id, **body)


@endpoint(blp, "POST", "/<uuid:person_id>/merge", allow=KEEPERS, body=Merge, returns=VolunteerShown)
def merge_volunteers(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Make one of two records that are the same person."""
    merging.merge(actor, person_id, **body)
    return register.one(actor, person_id)


@endpoint(blp, "POST", "/<uuid:person_id>/split", allow=KEEPERS, body=Merge, returns=VolunteerShown)
def split_volunteers(actor: Actor, body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Take a merge by hand back within a day: both records stand there as they were."""
    splitting.split(actor, person_id, **body)
    return register.one(actor, person_id)
