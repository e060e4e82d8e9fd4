"""A device tells where it can be reached."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.push.actions.retire import retire, retire_where
from backend.push.models import Subscription
from backend.push.rules.encryption import BadKeys, checked_keys
from backend.push.rules.endpoints import origin_of, why_refused
from backend.push.settings import settings

#: Phones and desks of one person; the one silent for longest makes room.
MOST_PER_PERSON = 10


def subscribe(actor: Actor, *, endpoint: str, keys: dict[str, str], key_id: str) -> dict[str, Any]:
    """Keep the subscription for the device of the session; an endpoint known from elsewhere moves here."""
    assert actor.device_id is not None
    if reason := why_refused(endpoint, settings().allowed):
        refuse("push.endpoint_refused", reason=reason)
    _check_keys(keys)
    if settings().ring.find(key_id) is None:
        refuse("push.key_unknown")
    subscription_id = _keep(actor, actor.device_id, endpoint, keys, key_id)
    # A browser has one subscription: what the device had before leads nowhere now.
    here = (Subscription.device_id == actor.device_id, Subscription.id != subscription_id)
    retire_where(*here, reason="replaced")
    _make_room(actor.id)
    record(
        "subscription.started",
        ("subscription", subscription_id),
        actor=actor,
        data={"device_id": str(actor.device_id), "origin": origin_of(endpoint)},
    )
    return {"id": subscription_id}


def _check_keys(keys: dict[str, str]) -> None:
    try:
        checked_keys(keys["p256dh"], keys["auth"])
    except BadKeys as bad:
        refuse("push.keys_refused", field=bad.reason)


def _keep(actor: Actor, device_id: UUID, endpoint: str, keys: dict[str, str], key_id: str) -> UUID:
    """The phone may have changed hands: one endpoint is one row, and it belongs to whoever holds it now."""
    now = clock.now()
    holder = {
        "person_id": actor.id,
        "device_id": device_id,
        "p256dh": keys["p256dh"],
        "auth": keys["auth"],
        "key_id": key_id,
        "last_seen_at": now,
        "gone_at": None,
        "gone_reason": None,
    }
    new = insert(Subscription).values(
        id=uuid7(), endpoint=endpoint, origin=origin_of(endpoint), created_at=now, **holder
    )
    kept = new.on_conflict_do_update(index_elements=["endpoint"], set_=holder).returning(Subscription.id)
    return db.session.execute(kept).scalar_one()


def _make_room(person_id: UUID) -> None:
    live = (Subscription.person_id == person_id, Subscription.gone_at.is_(None))
    if (db.session.scalar(select(func.count()).where(*live)) or 0) <= MOST_PER_PERSON:
        return
    silent = select(Subscription.id).where(*live).order_by(Subscription.last_seen_at.desc()).offset(MOST_PER_PERSON)
    retire(db.session.scalars(silent).all(), "evicted")
