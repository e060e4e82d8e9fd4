"""Every night answers that have had their time are destroyed with whom they were of; counts and a record are left."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.health.rules.destroyed import digest
from backend.paging.models import PagingAnswer, PagingAttempt, PagingCampaign, PagingDestruction, PagingTarget
from backend.paging.queries.statistics import GROUPED, LIVE
from backend.push.models import ChannelMessage

#: Any number that nobody else takes: two purges at once would break the chain.
LOCK = 7_009
COUNTS = f"""
INSERT INTO paging_day (campaign_id, community_path, day, targets, by_robot, needed_person, handled, seconds)
{LIVE} WHERE target.campaign_id = :id {GROUPED}
"""


def purge() -> int:
    """Safe to run twice. Returns of how many campaigns."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    due = (PagingCampaign.purge_after <= clock.now(), PagingCampaign.purged_at.is_(None))
    over = db.session.scalars(select(PagingCampaign).where(*due).order_by(PagingCampaign.id)).all()
    for campaign in over:
        _destroy(campaign)
    return len(over)


def _destroy(campaign: PagingCampaign) -> None:
    now = clock.now()
    db.session.execute(text(COUNTS), {"id": campaign.id})
    targets = select(PagingTarget.id).where(PagingTarget.campaign_id == campaign.id)
    ids = {
        "answer": _gone(
            delete(PagingAnswer).where(PagingAnswer.target_id.in_(targets)).returning(PagingAnswer.target_id)
        ),
        "attempt": _gone(
            delete(PagingAttempt).where(PagingAttempt.target_id.in_(targets)).returning(PagingAttempt.target_id)
        ),
        "target": _gone(delete(PagingTarget).where(PagingTarget.campaign_id == campaign.id).returning(PagingTarget.id)),
    }
    _forget_messages(campaign.id)
    counts = {kind: len(some) for kind, some in ids.items()}
    newest = select(PagingDestruction).order_by(PagingDestruction.at.desc(), PagingDestruction.id.desc()).limit(1)
    before = db.session.scalar(newest)
    previous = before.sha256 if before is not None else None
    sha256 = digest(now, counts, ids, previous)
    made = PagingDestruction(campaign_id=campaign.id, at=now, counts=counts, previous=previous, sha256=sha256)
    db.session.add(made)
    campaign.purged_at = now
    db.session.flush()
    data = {"sha256": sha256.hex(), "counts": counts}
    record("paging.destroyed", ("campaign", campaign.id), area_path=campaign.area_path, data=data)


def _gone(statement: Any) -> list[str]:
    rows = db.session.scalars(statement.execution_options(synchronize_session=False)).all()
    return [str(row) for row in rows]


def _forget_messages(campaign_id: UUID) -> None:
    """What was sent about it."""
    said = delete(ChannelMessage).where(ChannelMessage.subject_id == campaign_id)
    db.session.execute(said.execution_options(synchronize_session=False))
