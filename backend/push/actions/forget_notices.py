"""Notices that are long over are forgotten, with what became of them on each device."""

from datetime import timedelta

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.db import db
from backend.push.models import Notice, NoticeDelivery

#: After its end: long enough to see why a push did not come.
KEPT_FOR = timedelta(days=30)
#: The rest goes at the next tick.
AT_ONCE = 5_000


def forget_notices() -> int:
    """How many went. A second time nothing is left to do."""
    over = select(Notice.id).where(Notice.expires_at <= clock.now() - KEPT_FOR)
    ids = db.session.scalars(over.order_by(Notice.expires_at).limit(AT_ONCE)).all()
    db.session.execute(delete(NoticeDelivery).where(NoticeDelivery.notice_id.in_(ids)))
    db.session.execute(delete(Notice).where(Notice.id.in_(ids)))
    return len(ids)
