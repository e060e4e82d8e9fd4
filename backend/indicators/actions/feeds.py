"""Let a program send figures, give it another key, and shut it out."""

from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents.rules import reported
from backend.indicators import policy
from backend.indicators.definitions import reader
from backend.indicators.models.feed import IndicatorFeed
from backend.indicators.queries import feeds
from backend.open311.rules import keys


def issue(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    name: str,
    area: str,
    indicators: list[str],
) -> tuple[IndicatorFeed, str]:
    """The feed and its key, which nobody can read again."""
    place = policy.keepable(actor, area)
    if not reported.is_id(id) or db.session.get(IndicatorFeed, id) is not None:
        refuse("feed.bad_id")
    for code in indicators:
        reader.one(code)
    key = keys.new()
    made = IndicatorFeed(id=id, name=name, area_code=place.code, area_path=place.path, indicators=indicators)
    made.key_hash, made.key_hint, made.issued_by = keys.digest(key), keys.hint(key), actor.id
    db.session.add(made)
    db.session.flush()
    _record("feed.issued", made, actor)
    return made, key


def renew(actor: Actor, feed_id: UUID) -> tuple[IndicatorFeed, str]:
    """Another key; the one before is good for nothing from now on."""
    feed = feeds.one_to_change(actor, feed_id)
    if feed.revoked_at is not None:
        refuse("feed.revoked")
    key = keys.new()
    feed.key_hash, feed.key_hint = keys.digest(key), keys.hint(key)
    _record("feed.renewed", feed, actor)
    return feed, key


def revoke(actor: Actor, feed_id: UUID) -> IndicatorFeed:
    """What it sent stays; twice is once."""
    feed = feeds.one_to_change(actor, feed_id)
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        _record("feed.revoked", feed, actor)
    return feed


def _record(kind: str, feed: IndicatorFeed, actor: Actor) -> None:
    data = {"name": feed.name, "key_hint": feed.key_hint, "indicators": feed.indicators}
    record(kind, ("feed", feed.id), actor=actor, area_path=feed.area_path, data=data)
