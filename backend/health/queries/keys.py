"""The keys that sign now, that have signed, and that are revoked."""

from datetime import datetime
from typing import Any

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
    """In the order in which they signed: where one followed at once, the revoked one is the earlier."""
    in_order = (SigningKey.signs_from, SigningKey.revoked_at.is_(None), SigningKey.kid)
    return list(db.session.scalars(select(SigningKey).order_by(*in_order)))


def listed(now: datetime) -> list[dict[str, Any]]:
    """For whoever keeps them: which one signs, and since when each is what it is."""
    current = signing(now)
    return [_shown(key, now, signs=current is not None and key.kid == current.kid) for key in every()]


def _shown(key: SigningKey, now: datetime, *, signs: bool) -> dict[str, Any]:
    if key.revoked_at is not None:
        state, at = "revoked", key.revoked_at
    else:
        state, at = "signs" if signs else "next" if key.signs_from > now else "past", key.signs_from
    return {"kid": key.kid.hex(), "state": state, "at": at}
