"""Whom a filter finds: the same people before the tap and at the start."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import covers
from backend.core import clock
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.health.models.declaration import HealthDeclaration
from backend.identity.models import Person, RoleGrant
from backend.paging import policy
from backend.volunteers.models.register import Volunteer


def place(actor: Actor, area_code: str, asked: Mapping[str, Any]) -> Area:
    """Where a campaign of the actor may ask; what the filter names lies inside."""
    area = areas.one(actor, area_code)
    if not policy.may_keep(actor, area.path):
        refuse("area.not_found")
    if any(not covers(area.path, areas.one(actor, code).path) for code in asked["areas"]):
        refuse("campaign.outside")
    return area


def fits(area_path: str, asked: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    found = [area for code in asked["areas"] if (area := areas.current(code)) is not None]
    paths = [area.path for area in found] if asked["areas"] else [area_path]
    fits: list[ColumnElement[bool]] = [Person.active.is_(True), within(paths, Person.area_path)]
    if asked["roles"]:
        held = select(RoleGrant.person_id).where(RoleGrant.role.in_(asked["roles"]), RoleGrant.revoked_at.is_(None))
        fits.append(Person.id.in_(held))
    if asked["skills"]:
        fits.append(Person.id.in_(select(Volunteer.person_id).where(Volunteer.skills.overlap(asked["skills"]))))
    if asked["silent_days"] is not None:
        since = clock.now() - timedelta(days=asked["silent_days"])
        declared = select(HealthDeclaration.person_id).where(HealthDeclaration.declared_at >= since)
        fits.append(Person.id.not_in(declared))
    return fits
