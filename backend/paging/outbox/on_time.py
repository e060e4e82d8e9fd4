"""What the clock does each minute: drafts begin, the app asks, the silent go to a person, campaigns end."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db import db
from backend.paging.actions.campaigns import finish_now, moved, start_now
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.outbox.by_app import ask_by_app
from backend.paging.outbox.due import due
from backend.paging.rules import outcomes


def tick() -> None:
    """Safe to run twice."""
    now = clock.now()
    _begin(now)
    ask_by_app(db.session(), now)
    _give_up(now)
    _finish(now)


def _begin(now: datetime) -> None:
    meant = (PagingCampaign.state == outcomes.DRAFT, PagingCampaign.starts_at <= now)
    query = select(PagingCampaign).where(*meant).order_by(PagingCampaign.id).with_for_update(skip_locked=True)
    for campaign in db.session.scalars(query).all():
        start_now(campaign, now)


def _give_up(now: datetime) -> None:
    """Asked as often as was meant, and silent: a person calls."""
    running = {one.id: one for one in db.session.scalars(select(PagingCampaign).where(_runs()))}
    rows = due(db.session(), outcomes.END, list(running), now)
    silent = update(PagingTarget).where(PagingTarget.id.in_([row.id for row in rows]))
    unheard = {"outcome": outcomes.NO_ANSWER, "outcome_at": now, "needs_person": True}
    db.session.execute(silent.values(**unheard, next_channel=None, next_at=None))
    for campaign_id in {row.campaign_id for row in rows}:
        moved(running[campaign_id])


def _finish(now: datetime) -> None:
    """At its end, or when nobody is left to wait for."""
    waits = select(PagingTarget.id).where(PagingTarget.campaign_id == PagingCampaign.id, PagingTarget.outcome.is_(None))
    open_ = PagingCampaign.state.in_((outcomes.RUNNING, outcomes.PAUSED))
    over = (PagingCampaign.ends_at <= now) | (~waits.exists() & _runs())
    query = select(PagingCampaign).where(open_, over).order_by(PagingCampaign.id).with_for_update(skip_locked=True)
    for campaign in db.session.scalars(query).all():
        finish_now(campaign, now)


def _runs() -> Any:
    return PagingCampaign.state == outcomes.RUNNING
