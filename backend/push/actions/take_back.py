"""Orders that were wrong: what went outside is taken back as far as gateways can, what waits never leaves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text, update

from backend.core import clock
from backend.core.db import db
from backend.push.models import ChannelMessage
from backend.push.sender.life import BELL


def take_back(subject_ids: Sequence[UUID]) -> None:
    """Say it to every sender. A second time changes nothing."""
    open_ones = (ChannelMessage.subject_id.in_(subject_ids), ChannelMessage.retract_at.is_(None))
    asked = update(ChannelMessage).where(*open_ones).values(retract_at=clock.now())
    db.session.execute(asked.execution_options(synchronize_session=False))
    db.session.execute(text(f"NOTIFY {BELL}"))
