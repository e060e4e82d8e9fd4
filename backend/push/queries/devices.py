"""A person's own devices, and how each can be reached."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Device, SessionFamily
from backend.push.models import PushDevice, PushTest, Subscription
from backend.push.rules import verdict


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
    rows = db.session.execute(_devices(actor).order_by(Device.last_seen_at.desc(), Device.id))
    return [_shown(row, actor) for row in rows]


def verdict_here(actor: Actor) -> dict[str, Any]:
    """What the device in his hand is told of itself."""
    return _verdict(db.session.execute(_devices(actor).where(Device.id == actor.device_id)).one())


def _devices(actor: Actor) -> Select[*tuple[Any, ...]]:
    live = exists().where(SessionFamily.device_id == Device.id, SessionFamily.revoked_at.is_(None))
    here = (Subscription.device_id == Device.id, Subscription.person_id == actor.id)
    last_gone = select(Subscription.gone_reason).where(*here).order_by(Subscription.gone_at.desc()).limit(1)
    shown = select(func.max(PushTest.shown_at)).where(PushTest.device_id == Device.id, PushTest.person_id == actor.id)
    return (
        select(
            Device,
            PushDevice,
            exists().where(*here, Subscription.gone_at.is_(None)).label("subscribed"),
            last_gone.correlate(Device).scalar_subquery().label("gone_reason"),
            shown.correlate(Device).scalar_subquery().label("shown_at"),
            PushTest.state,
            PushTest.created_at,
        )
        .outerjoin(PushDevice, (PushDevice.device_id == Device.id) & (PushDevice.person_id == actor.id))
        .outerjoin(PushTest, PushTest.id == _last_test(actor))
        .where(Device.person_id == actor.id, live)
    )


def _last_test(actor: Actor) -> ScalarSelect[UUID]:
    latest = aliased(PushTest)
    return (
        select(latest.id)
        .where(latest.device_id == Device.id, latest.person_id == actor.id)
        .order_by(latest.created_at.desc())
        .limit(1)
        .correlate(Device)
        .scalar_subquery()
    )


def _shown(row: Row[*tuple[Any, ...]], actor: Actor) -> dict[str, Any]:
    said = ("permission", "app_version", "display_mode", "storage_persisted")
    return {
        **{name: getattr(row.PushDevice, name, None) for name in said},
        **_verdict(row),
        "id": row.Device.id,
        "label": row.Device.label,
        "last_seen_at": _seen_at(row),
        "subscribed": row.subscribed,
        "gone_reason": None if row.subscribed else row.gone_reason,
        "last_test_state": row.state,
        "last_test_at": row.created_at,
        "this_device": row.Device.id == actor.device_id,
    }


def _verdict(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    now, permission = clock.now(), getattr(row.PushDevice, "permission", None)
    why = verdict.why_not(
        permission=permission,
        subscribed=row.subscribed,
        gone_reason=row.gone_reason,
        seen_at=_seen_at(row),
        now=now,
    )
    due = verdict.test_due(subscribed=row.subscribed, shown_at=row.shown_at, now=now)
    return {"why": why, "last_test_shown_at": row.shown_at, "test_due": due}


def _seen_at(row: Row[*tuple[Any, ...]]) -> Any:
    return max(row.Device.last_seen_at, getattr(row.PushDevice, "seen_at", row.Device.last_seen_at))
