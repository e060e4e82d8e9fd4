"""Who is asked, by his link or by himself, and what he is shown: the questions, who asks and why, and nobody's name."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.paging.models import PagingCampaign, PagingScriptVersion, PagingTarget
from backend.paging.queries import scripts
from backend.paging.queries.campaigns import is_over
from backend.paging.rules import link, outcomes
from backend.paging.settings import settings

Pair = tuple[PagingTarget, PagingCampaign]
#: somebody is asked once by all campaigns together; what is older has long expired
MOST = 20


def by_link(token: str, *, held: bool = False) -> Pair:
    no = link.opened(settings().secret, token)
    return _pair(PagingTarget.no == no, held=held) if no is not None else refuse("paging.no_link")


def mine(actor: Actor, campaign_id: UUID, *, held: bool = False) -> Pair:
    own = (PagingTarget.campaign_id == campaign_id) & (PagingTarget.person_id == actor.id)
    return _pair(own, held=held)


def shown(target: PagingTarget, campaign: PagingCampaign) -> dict[str, Any]:
    if is_over(campaign, clock.now()):
        refuse("paging.expired", phone=campaign.phone)
    if not may_answer(target):
        refuse("paging.answered", phone=campaign.phone)
    area = db.session.get_one(Area, campaign.area_code)
    return {
        "content": scripts.content_of(campaign),
        "purpose": campaign.purpose,
        "asked_by": {"zh": area.name_zh, "en": area.name_en},
        "phone": campaign.phone,
        "ends_at": campaign.ends_at,
    }


def waiting(actor: Actor) -> list[dict[str, Any]]:
    """What I am asked now, the newest first."""
    version = (PagingScriptVersion.script_id == PagingCampaign.script_id) & (
        PagingScriptVersion.version == PagingCampaign.version
    )
    query: Select[*tuple[Any, ...]] = (
        select(PagingTarget, PagingCampaign, PagingScriptVersion.content, Area.name_zh, Area.name_en)
        .join(PagingCampaign, PagingCampaign.id == PagingTarget.campaign_id)
        .join(PagingScriptVersion, version)
        .join(Area, Area.code == PagingCampaign.area_code)
        .where(PagingTarget.person_id == actor.id, PagingCampaign.finished_at.is_(None))
        .where(PagingCampaign.ends_at > clock.now())
        .order_by(PagingCampaign.started_at.desc())
        .limit(MOST)
    )
    return [
        {
            "campaign_id": row.PagingCampaign.id,
            "title": row.content["title"],
            "purpose": row.PagingCampaign.purpose,
            "asked_by": {"zh": row.name_zh, "en": row.name_en},
            "ends_at": row.PagingCampaign.ends_at,
        }
        for row in db.session.execute(query)
        if may_answer(row.PagingTarget)
    ]


def may_answer(target: PagingTarget) -> bool:
    """Who was silent too long may still answer, until a person has taken it over."""
    late = target.outcome == outcomes.NO_ANSWER and target.taken_at is None
    return target.outcome is None or late


def _pair(which: Any, *, held: bool) -> Pair:
    query = select(PagingTarget).where(which)
    target = db.session.scalar(query.with_for_update() if held else query)
    if target is None:
        refuse("paging.no_link")
    return target, db.session.get_one(PagingCampaign, target.campaign_id)
