"""A campaign is made, started with its targets frozen, paused, and ended."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record, ring
from backend.core.http.actor import Actor
from backend.paging.actions.freeze import freeze
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.queries import campaigns, scripts, whom
from backend.paging.rules import outcomes

VERSION = 7


def make(actor: Actor, *, id: UUID, area_code: str, script_id: UUID, filter: dict[str, Any], **about: Any) -> None:  # noqa: A002 - as in the API
    """A draft. Twice is once."""
    kept = db.session.get(PagingCampaign, id)
    if kept is not None:
        if kept.made_by != actor.id:
            refuse("campaign.bad_id")
        return
    if id.version != VERSION:
        refuse("campaign.bad_id")
    version = scripts.one(actor, script_id)["version"]
    area = whom.place(actor, area_code, filter)
    db.session.add(
        PagingCampaign(
            id=id, script_id=script_id, version=version, area_code=area.code, area_path=area.path, filter=filter,
            made_by=actor.id, **about,
        )
    )  # fmt: skip
    db.session.flush()
    record("campaign.made", ("campaign", id), actor=actor, area_path=area.path)


def start(actor: Actor, campaign_id: UUID) -> None:
    """From now on it asks exactly those who fit now."""
    if not start_now(campaigns.one_to_change(actor, campaign_id), clock.now(), actor=actor):
        refuse("campaign.nobody")


def start_now(campaign: PagingCampaign, now: datetime, actor: Actor | None = None) -> int:
    """How many it asks. One that was to begin now and finds nobody ends by itself."""
    campaign.become("start")
    campaign.started_at, campaign.ends_at = now, now + timedelta(hours=campaign.lasts_h)
    db.session.flush()
    targets = freeze(campaign)
    _tell("campaign.started", actor, campaign, targets=targets)
    return targets


def pause(actor: Actor, campaign_id: UUID) -> None:
    """Nothing more goes out; whoever was asked can still answer."""
    campaign = campaigns.one_to_change(actor, campaign_id)
    campaign.become("pause")
    _tell("campaign.paused", actor, campaign)


def resume(actor: Actor, campaign_id: UUID) -> None:
    campaign = campaigns.one_to_change(actor, campaign_id)
    campaign.become("resume")
    _tell("campaign.resumed", actor, campaign)


def finish(actor: Actor, campaign_id: UUID) -> None:
    finish_now(campaigns.one_to_change(actor, campaign_id), clock.now(), actor=actor)


def finish_now(campaign: PagingCampaign, now: datetime, actor: Actor | None = None) -> None:
    """Who has not answered goes to a person's list."""
    campaign.become("finish")
    campaign.finished_at, campaign.purge_after = now, now + timedelta(days=campaign.keep_days)
    silent = update(PagingTarget).where(PagingTarget.campaign_id == campaign.id, PagingTarget.outcome.is_(None))
    unheard = {"outcome": outcomes.NO_ANSWER, "outcome_at": now, "needs_person": True}
    db.session.execute(silent.values(**unheard, next_channel=None, next_at=None, claimed_by=None))
    _tell("campaign.finished", actor, campaign)


def _tell(kind: str, actor: Actor | None, campaign: PagingCampaign, **data: Any) -> None:
    db.session.flush()
    record(kind, ("campaign", campaign.id), actor=actor, area_path=campaign.area_path, data=data)


def moved(campaign: PagingCampaign) -> None:
    """Open screens look again: a hint only."""
    ring("campaign.moved", campaign.id, 0, [campaign.area_path])
