"""Counting what may not happen too often, over a window, for all processes together."""

import hashlib
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.identity.models import Attempt


def name(kind: str, value: str) -> str:
    """A digest: the table is no list of who came from where."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"


def live(bucket: str) -> Attempt | None:
    return db.session.scalar(select(Attempt).where(Attempt.bucket == bucket, Attempt.expires_at > clock.now()))


def count(bucket: str, expires_at: datetime) -> int:
    """One more in the bucket; the first of a window says when the window ends."""
    new = insert(Attempt).values(bucket=bucket, count=1, expires_at=expires_at)
    over = Attempt.expires_at <= clock.now()
    counted = new.on_conflict_do_update(
        index_elements=[Attempt.bucket],
        set_={
            "count": case((over, 1), else_=Attempt.count + 1),
            "expires_at": case((over, new.excluded.expires_at), else_=Attempt.expires_at),
        },
    ).returning(Attempt.count)
    return db.session.scalars(counted).one()
