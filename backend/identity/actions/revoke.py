"""Taking a role back."""

from uuid import UUID

from backend.core import clock
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.models import RoleGrant
from backend.identity.queries import people


def revoke(actor: Actor, person_id: UUID, grant_id: UUID) -> None:
    person = people.one_to_change(actor, person_id)
    policy.check_other(actor, person)
    grant = next((held for held in people.live_grants(person_id) if held.id == grant_id), None)
    if grant is None:
        refuse("identity.grant_not_found")
    policy.check_place(actor, grant.area_path)
    end_grant(actor, grant)


def end_grant(actor: Actor, grant: RoleGrant) -> None:
    grant.revoked_at = clock.now()
    record("role.revoked", ("grant", grant.id), actor=actor, area_path=grant.area_path, data=revoked_data(grant))


def revoked_data(grant: RoleGrant) -> dict[str, str]:
    return {"person_id": str(grant.person_id), "role": grant.role, "area_code": grant.area_code}
