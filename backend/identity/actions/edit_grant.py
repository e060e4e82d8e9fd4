"""Making the holder of a role the responsible person of its area, or no longer."""

from uuid import UUID

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.actions.grant import grant
from backend.identity.actions.revoke import revoke
from backend.identity.models import RoleGrant
from backend.identity.queries import people


def edit_grant(actor: Actor, person_id: UUID, grant_id: UUID, *, is_lead: bool) -> None:
    """A grant is never edited: the old one ends and a new one begins, both or neither."""
    people.one_to_change(actor, person_id)
    held = db.session.get(RoleGrant, grant_id)
    if held is None or held.person_id != person_id or held.revoked_at is not None:
        refuse("identity.grant_not_found")
    if held.is_lead == is_lead:
        return
    revoke(actor, person_id, grant_id)
    db.session.flush()
    grant(actor, person_id, role=held.role, area_code=held.area_code, is_lead=is_lead)
