"""The keys that sign now, that have signed, and that are revoked."""

from datetime import datetime

from sqlalchemy import select

from backend.core.db import db
from backend.health.models.state import SigningKey


def signing(now: datetime) -> SigningKey | None:
    """The newest that phones had time to hear of."""
    good = (SigningKey.revoked_at.is_(None), SigningKey.signs_from <= now)
    newest = select(SigningKey).where(*good).order_by(SigningKey.signs_from.desc(), SigningKey.kid).limit(1)
    return db.session.scalar(newest)


def newest() -> SigningKey | None:
    good = select(SigningKey).where(SigningKey.revoked_at.is_(None))
    return db.session.scalar(good.order_by(SigningKey.signs_from.desc()).limit(1))


def one(kid: bytes) -> SigningKey | None:
    return db.session.get(SigningKey, kid)


def every() -> list[SigningKey]:
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.signs_from, SigningKey.kid)))
