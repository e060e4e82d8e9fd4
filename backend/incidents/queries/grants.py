"""Who might report when: grants as they were when somebody tapped."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from backend.core.db import db
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.actor import Held


def held(person_id: UUID, roles: tuple[str, ...], at: datetime) -> tuple[Held, ...]:
    """The roles held now and then, the deepest place first: a transfer refuses nothing that was tapped before it."""
    then = (RoleGrant.granted_at <= at) & (RoleGrant.revoked_at > at)
    query = (
        select(RoleGrant.role, RoleGrant.area_path)
        .where(RoleGrant.person_id == person_id, RoleGrant.role.in_(roles))
        .where(or_(RoleGrant.revoked_at.is_(None), then))
        .order_by(RoleGrant.revoked_at.is_not(None), RoleGrant.area_path.desc())
    )
    return tuple(Held(row.role, row.area_path) for row in db.session.execute(query))


def worked_by_somebody(paths: list[str], role: str) -> str | None:
    """Of places one above the other, the deepest on which an active person holds the role."""
    query = (
        select(RoleGrant.area_path)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.area_path.in_(paths), RoleGrant.role == role, RoleGrant.revoked_at.is_(None), Person.active)
        .order_by(RoleGrant.area_path.desc())
        .limit(1)
    )
    found: str | None = db.session.scalar(query)
    return found
