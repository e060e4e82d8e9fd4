"""Messages outside and words to groups that are long over are forgotten: a receipt or a step of the order stays."""

from datetime import timedelta

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.db import db
from backend.push.models import ChannelMessage, RobotPost

#: After its order's end: long enough for every report, and to see why a message did not come.
KEPT_FOR = timedelta(days=30)
#: The rest goes at the next tick.
AT_ONCE = 20_000


def forget_messages() -> int:
    """How many went. A second time nothing is left to do."""
    over = select(ChannelMessage.id).where(ChannelMessage.expires_at <= clock.now() - KEPT_FOR)
    ids = db.session.scalars(over.order_by(ChannelMessage.expires_at).limit(AT_ONCE)).all()
    db.session.execute(delete(ChannelMessage).where(ChannelMessage.id.in_(ids)))
    db.session.execute(delete(RobotPost).where(RobotPost.expires_at <= clock.now() - KEPT_FOR))
    return len(ids)
