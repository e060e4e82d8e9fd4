"""Who is asked: found by the filter when a campaign starts, in one statement, and the same to its end."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy import text as sql

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core import clock
from backend.core.db import db
from backend.health.models.declaration import HealthDeclaration
from backend.identity.models import Person, RoleGrant
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.rules.outcomes import channel_of
from backend.volunteers.models.register import Volunteer

COLUMNS = ("campaign_id", "person_id", "area_path", "community_path", "next_channel", "next_at")
#: district, street, community: the first three names of a path
COMMUNITY = "array_to_string((string_to_array(rtrim(person.area_path, '.'), '.'))[1:3], '.') || '.'"


def freeze(campaign: PagingCampaign) -> int:
    """How many they are."""
    now = clock.now()
    first = channel_of(campaign.attempts, 0)
    people = select(
        literal(campaign.id), Person.id, Person.area_path, sql(COMMUNITY), literal(first), literal(now)
    ).where(Person.active, *_fits(campaign))
    made: Any = db.session.execute(insert(PagingTarget).from_select(COLUMNS, people))
    db.session.execute(sql("NOTIFY sender"))
    return int(made.rowcount)


def _fits(campaign: PagingCampaign) -> list[ColumnElement[bool]]:
    asked = campaign.filter
    found = [area for code in asked["areas"] if (area := areas.current(code)) is not None]
    paths = [area.path for area in found] if asked["areas"] else [campaign.area_path]
    fits = [within(paths, Person.area_path)]
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
