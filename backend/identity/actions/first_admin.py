"""Letting the first security administrator of an area in; everybody else comes through one."""

from typing import Any

from sqlalchemy import exists, literal, select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.identity.actions import accounts
from backend.identity.actions.create_person import area_in_force
from backend.identity.actions.grant import granted_data
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.roles import KEEPS_ACCOUNTS


def first_admin(*, name: str, phone: str, area_code: str, username: str) -> dict[str, Any]:
    """Shown this one time: {username, password}. Refused where a security administrator is already responsible."""
    area = area_in_force(area_code)
    above = select(
        exists().where(
            RoleGrant.role == KEEPS_ACCOUNTS,
            RoleGrant.revoked_at.is_(None),
            literal(area.path).startswith(RoleGrant.area_path),
        )
    )
    if db.session.scalar(above):
        refuse("identity.admin_exists")
    person = Person(name=name, phone=phone, area_code=area.code, area_path=area.path)
    db.session.add(person)
    db.session.flush()
    grant = RoleGrant(person_id=person.id, role=KEEPS_ACCOUNTS, area_code=area.code, area_path=area.path)
    db.session.add(grant)
    issued = accounts.issue(person, username)
    record("person.created", ("person", person.id), area_path=area.path)
    record("role.granted", ("grant", grant.id), area_path=area.path, data=granted_data(grant))
    return issued
