"""Attempts over the app: a notice on every phone where somebody is signed in; who has none goes on at once."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.facts import ring_people
from backend.paging.models import PagingCampaign
from backend.paging.outbox.awake import awake
from backend.paging.outbox.claim import Line, note
from backend.paging.outbox.due import due
from backend.paging.outbox.move_on import Tried, move_on
from backend.paging.queries import scripts
from backend.paging.rules import messages
from backend.paging.rules.outcomes import APP
from backend.push.actions.notices import notify
from backend.push.models import Subscription


def ask_by_app(session: Session, now: datetime) -> None:
    campaigns = awake(session, now)
    lines: defaultdict[UUID, list[Line]] = defaultdict(list)
    for row in due(session, APP, list(campaigns), now):
        lines[row.campaign_id].append(row)
    for campaign_id, some in lines.items():
        _ask(session, campaigns[campaign_id], some, now)


def _ask(session: Session, campaign: PagingCampaign, lines: list[Line], now: datetime) -> None:
    assert campaign.ends_at is not None
    people = [line.person_id for line in lines]
    leads = select(Subscription.person_id).where(Subscription.person_id.in_(people), Subscription.gone_at.is_(None))
    reached = set(session.scalars(leads))
    notify(
        [one for one in people if one in reached],
        kind="paging.asked",
        subject_id=campaign.id,
        texts=messages.notice(scripts.content_of(campaign)),
        navigate=f"/questions/{campaign.id}",
        expires_at=campaign.ends_at,
    )
    ring_people("question.asked", campaign.id, people)
    note(session, [line for line in lines if line.person_id in reached], APP, "accepted", now)
    note(session, [line for line in lines if line.person_id not in reached], APP, "failed", now)
    tried = [Tried(line.id, campaign.id, line.step, now, reached=line.person_id in reached) for line in lines]
    move_on(session, tried, {campaign.id: campaign})
