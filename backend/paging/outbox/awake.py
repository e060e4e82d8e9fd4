"""Which campaigns ask anybody now: those that run, outside their quiet hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.commands.rules import quiet
from backend.paging.models import PagingCampaign
from backend.paging.rules.outcomes import RUNNING

#: Paging is never urgent.
_MILD = "Minor"


def awake(session: Session, now: datetime) -> dict[UUID, PagingCampaign]:
    running = select(PagingCampaign).where(PagingCampaign.state == RUNNING, PagingCampaign.ends_at > now)
    return {one.id: one for one in session.scalars(running) if after_quiet(one, now) == now}


def after_quiet(campaign: PagingCampaign, at: datetime) -> datetime:
    """Then, or when the quiet hours end."""
    return quiet.postponed(at, quiet.parse(campaign.quiet_hours), severity=_MILD)
