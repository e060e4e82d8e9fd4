"""Who may decide over a submission: commanders and duty officers whose grant covers its place, never who sent it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.areas.rules.paths import ancestors
from backend.commands import policy
from backend.core.db import db
from backend.identity.models import Person, RoleGrant


def deciders(area_path: str, *, but: UUID) -> list[Row[Any]]:
    """id, name, phone, role; nearest grant first, so that the street is asked before the district."""
    found = _deciders(area_path, but=but).subquery("found")
    nearest = (func.length(found.c.area_path).desc(), found.c.role, found.c.name, found.c.id)
    return list(db.session.execute(select(found).order_by(*nearest)).all())


def count(area_path: str, *, but: UUID) -> int:
    query = select(func.count()).select_from(_deciders(area_path, but=but).subquery("found"))
    return db.session.scalar(query) or 0


def _deciders(area_path: str, *, but: UUID) -> Select[*tuple[Any, ...]]:
    covering = RoleGrant.area_path.in_([*ancestors(area_path), area_path])
    return (
        select(Person.id, Person.name, Person.phone, RoleGrant.role, RoleGrant.area_path)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.revoked_at.is_(None), RoleGrant.role.in_(policy.WATCH), covering)
        .where(Person.active, Person.id != but)
        .ext(distinct_on(Person.id))
        .order_by(Person.id, RoleGrant.area_path.desc(), RoleGrant.role)
    )
