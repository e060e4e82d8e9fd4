"""A person's own devices, and how each can be reached."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import aliased

from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Device, SessionFamily
from backend.push.models import PushDevice, PushTest, Subscription


def visible_to(actor: Actor) -> Select[Subscription]:
    """His own, nobody else's, whatever his roles."""
    return select(Subscription).where(Subscription.person_id == actor.id, Subscription.gone_at.is_(None))


def subscription(actor: Actor, subscription_id: UUID) -> Subscription | None:
    return db.session.scalar(visible_to(actor).where(Subscription.id == subscription_id))


def live_subscription(actor: Actor) -> Subscription | None:
    """The one of the device that he holds in his hand."""
    here = visible_to(actor).where(Subscription.device_id == actor.device_id)
    return db.session.scalar(here.order_by(Subscription.last_seen_at.desc()).limit(1))


def one_test(actor: Actor, test_id: UUID) -> PushTest | None:
    return db.session.scalar(select(PushTest).where(PushTest.id == test_id, PushTest.person_id == actor.id))


def mine(actor: Actor) -> list[dict[str, Any]]:
    """The devices he is signed in on, the one seen last first."""
    latest = aliased(PushTest)
    last_test = (
        select(latest.id)
        .where(latest.device_id == Device.id, latest.person_id == actor.id)
        .order_by(latest.created_at.desc())
        .limit(1)
        .correlate(Device)
        .scalar_subquery()
    )
    live = exists().where(SessionFamily.device_id == Device.id, SessionFamily.revoked_at.is_(None))
    reachable = exists().where(
        Subscription.device_id == Device.id, Subscription.person_id == actor.id, Subscription.gone_at.is_(None)
    )
    query = (
        select(
            Device.id,
            Device.label,
            Device.last_seen_at,
            PushDevice.seen_at,
            PushDevice.permission,
            reachable.label("subscribed"),
            PushTest.state,
            PushTest.created_at,
        )
        .outerjoin(PushDevice, (PushDevice.device_id == Device.id) & (PushDevice.person_id == actor.id))
        .outerjoin(PushTest, PushTest.id == last_test)
        .where(Device.person_id == actor.id, live)
        .order_by(Device.last_seen_at.desc(), Device.id)
    )
    return [_shown(row, actor) for row in db.session.execute(query)]


def _shown(row: Row[*tuple[Any, ...]], actor: Actor) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "last_seen_at": max(row.last_seen_at, row.seen_at or row.last_seen_at),
        "permission": row.permission,
        "subscribed": row.subscribed,
        "last_test_state": row.state,
        "last_test_at": row.created_at,
        "this_device": row.id == actor.device_id,
    }
