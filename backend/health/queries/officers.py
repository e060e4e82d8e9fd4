"""Who must hear of something at a place: those of the community, the street, the district."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.identity.models import Person, RoleGrant

#: how deep the district, its streets and their communities stand
DISTRICT, STREET, COMMUNITY = 1, 2, 3


def at_level(path: str, depth: int, roles: Sequence[str]) -> set[UUID]:
    """Who holds one of the roles right there; where nobody does, those of the next place above."""
    chain = [*ancestors(path), path][:depth]
    query = (
        select(RoleGrant.area_path, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.area_path.in_(chain), RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None), Person.active)
    )
    found: dict[str, set[UUID]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.area_path, set()).add(row.person_id)
    return found[max(found, key=len)] if found else set()
