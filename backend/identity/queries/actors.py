"""Who a session belongs to and what he may: one statement per request."""

from uuid import UUID

from sqlalchemy import and_, func, select

from backend.core.db import db
from backend.identity.models import Account, Person, RoleGrant, SessionFamily
from backend.identity.rules.actor import Actor, Held


def of_session(person_id: UUID, session_id: UUID) -> Actor | None:
    """The actor behind a session that lives; None once it is revoked or the person deactivated."""
    live = and_(RoleGrant.person_id == Person.id, RoleGrant.revoked_at.is_(None))
    query = (
        select(
            Person.id,
            Person.area_path,
            SessionFamily.device_id,
            func.coalesce(Account.must_change_password, False).label("must_change_password"),
            func.array_remove(func.array_agg(RoleGrant.role), None).label("roles"),
            func.array_remove(func.array_agg(RoleGrant.area_path), None).label("paths"),
        )
        .join(Person, Person.id == SessionFamily.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(RoleGrant, live)
        .where(SessionFamily.id == session_id, SessionFamily.revoked_at.is_(None))
        .where(Person.id == person_id, Person.active)
        .group_by(Person.id, Person.area_path, SessionFamily.device_id, Account.must_change_password)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    held = tuple(Held(role, path) for role, path in zip(row.roles, row.paths, strict=True))
    return Actor(row.id, row.area_path, held, row.must_change_password, row.device_id, session_id)
