"""Whom an attempt did not reach, or who stayed silent after it, goes on to the next one; behind the last is the end."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.outbox.awake import after_quiet
from backend.paging.rules.outcomes import channel_of


class Tried(NamedTuple):
    """An attempt that was made: at which moment, and whether it is worth waiting for an answer."""

    target_id: UUID
    campaign_id: UUID
    step: int
    at: datetime
    reached: bool


def move_on(session: Session, tried: Iterable[Tried], campaigns: Mapping[UUID, PagingCampaign]) -> None:
    """Who has answered meanwhile stays where he is."""
    alike: dict[tuple[UUID, int, datetime, bool], list[UUID]] = {}
    for one in tried:
        alike.setdefault((one.campaign_id, one.step, one.at, one.reached), []).append(one.target_id)
    for (campaign_id, step, at, reached), ids in alike.items():
        campaign = campaigns[campaign_id]
        wait = timedelta(minutes=campaign.attempts[step]["wait_min"]) if reached else timedelta()
        following = {
            "step": step + 1,
            "next_channel": channel_of(campaign.attempts, step + 1),
            "next_at": after_quiet(campaign, at + wait),
            "claimed_by": None,
        }
        here = (PagingTarget.id.in_(ids), PagingTarget.outcome.is_(None), PagingTarget.step == step)
        session.execute(update(PagingTarget).where(*here).values(following))
