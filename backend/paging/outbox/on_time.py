"""What the clock does each minute: the silent go to a person, campaigns end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from backend.core import clock
from backend.core.db import db
from backend.paging.actions.campaigns import finish_now, moved
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.rules import outcomes

#: The rest comes with the next tick.
AT_ONCE = 2_000


def tick() -> None:
    """Safe to run twice."""
    now = clock.now()
    _give_up(now)
    _finish(now)


def _due(channel: str, campaigns: list[UUID], now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = (PagingTarget.id, PagingTarget.no, PagingTarget.campaign_id, PagingTarget.person_id, PagingTarget.step)
    due = (PagingTarget.next_channel == channel, PagingTarget.next_at <= now, PagingTarget.outcome.is_(None))
    query = select(*columns).where(*due, PagingTarget.campaign_id.in_(campaigns)).order_by(PagingTarget.next_at)
    return db.session.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True)).all()


def _give_up(now: datetime) -> None:
    """Asked as often as was meant, and silent: a person calls."""
    running = {one.id: one for one in db.session.scalars(select(PagingCampaign).where(_runs()))}
    rows = _due(outcomes.END, list(running), now)
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
