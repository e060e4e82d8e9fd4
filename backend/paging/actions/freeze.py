"""Who is asked: found by the filter when a campaign starts, in one statement, and the same to its end."""

from typing import Any

from sqlalchemy import insert, literal, select
from sqlalchemy import text as sql

from backend.core import clock
from backend.core.db import db
from backend.identity.models import Person
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.queries import whom
from backend.paging.rules.outcomes import channel_of

COLUMNS = ("campaign_id", "person_id", "area_path", "community_path", "next_channel", "next_at")
#: district, street, community: the first three names of a path
COMMUNITY = "array_to_string((string_to_array(rtrim(person.area_path, '.'), '.'))[1:3], '.') || '.'"


def freeze(campaign: PagingCampaign) -> int:
    """How many they are."""
    now = clock.now()
    first = channel_of(campaign.attempts, 0)
    people = select(
        literal(campaign.id), Person.id, Person.area_path, sql(COMMUNITY), literal(first), literal(now)
    ).where(*whom.fits(campaign.area_path, campaign.filter))
    made: Any = db.session.execute(insert(PagingTarget).from_select(COLUMNS, people))
    db.session.execute(sql("NOTIFY sender"))
    return int(made.rowcount)
