"""Who a session belongs to, or somebody is who asked earlier, and what he may: one statement."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, select

from backend.core.db import db
from backend.identity.models import Account, Person, RoleGrant, SessionFamily
from backend.identity.rules.actor import Actor, Held

LIVE = and_(RoleGrant.person_id == Person.id, RoleGrant.revoked_at.is_(None))
WHO = (
    Person.id,
    Person.area_path,
    func.array_remove(func.array_agg(RoleGrant.role), None).label("roles"),
    func.array_remove(func.array_agg(RoleGrant.area_path), None).label("paths"),
)


def of_session(person_id: UUID, session_id: UUID) -> Actor | None:
    """The actor behind a session that lives; None once it is revoked or the person deactivated."""
    row = db.session.execute(_of_session(), {"person_id": person_id, "session_id": session_id}).one_or_none()
    if row is None:
        return None
    return Actor(row.id, row.area_path, _held(row), row.must_change_password, row.device_id, session_id)


def absent(person_id: UUID) -> Actor | None:
    """Somebody for whom a job acts, with what he holds now; None once he is deactivated."""
    query = (
        select(*WHO)
        .outerjoin(RoleGrant, LIVE)
        .where(Person.id == person_id, Person.active)
        .group_by(Person.id, Person.area_path)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else Actor(row.id, row.area_path, _held(row), False, None, None)


# Built once: every request asks it, and putting it together takes longer than its answer.
@cache
def _of_session() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            *WHO,
            SessionFamily.device_id,
            func.coalesce(Account.must_change_password, False).label("must_change_password"),
        )
        .join(Person, Person.id == SessionFamily.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(RoleGrant, LIVE)
        .where(SessionFamily.id == bindparam("session_id"), SessionFamily.revoked_at.is_(None))
        .where(Person.id == bindparam("person_id"), Person.active)
        .group_by(Person.id, Person.area_path, SessionFamily.device_id, Account.must_change_password)
    )
    return query


def _held(row: Row[Any]) -> tuple[Held, ...]:
    return tuple(Held(role, path) for role, path in zip(row.roles, row.paths, strict=True))
