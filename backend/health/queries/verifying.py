"""What the server says of a code: of its text, or of the short number that was typed in."""

from datetime import datetime

from sqlalchemy import select

from backend.core.db import db
from backend.health.models.state import HealthCode
from backend.health.providers import registry
from backend.health.providers.base import Answer
from backend.health.providers.palm import Claims, Palm, judged
from backend.health.queries.trust import trust_at


def answer(text: str, *, source: str, at: datetime) -> Answer:
    """As it was at that moment."""
    text = text.strip()
    if source == "manual" and ":" not in text:
        return _of_short(text.replace(" ", "").replace("-", "").upper(), at)
    return registry.verify(text, trust_at(at), int(at.timestamp()))


def _of_short(short: str, at: datetime) -> Answer:
    code = db.session.scalar(select(HealthCode).where(HealthCode.short == short))
    if code is None:
        return Answer("unknown_key", Palm.name)
    trust = trust_at(at)
    if code.kid in trust.revoked_keys:
        return Answer("revoked", Palm.name)
    times = (int(code.issued_at.timestamp()), int(code.expires_at.timestamp()))
    return judged(Claims("", code.subject, code.id, code.colour, *times), trust, int(at.timestamp()))
