"""A device reports that it lives and whether it can still be reached."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.push.actions.retire import retire_where
from backend.push.models import PushDevice, Subscription
from backend.push.queries import devices
from backend.push.settings import settings


def beat(actor: Actor, *, endpoint: str | None, **said: Any) -> dict[str, Any]:
    """`said`: permission, app_version, display_mode, storage_persisted. The answer is the device's own verdict, too."""
    _see(actor, said)
    link = _check(actor, said["permission"], endpoint)
    db.session.flush()
    return {**link, **devices.verdict_here(actor)}


def _check(actor: Actor, permission: str, endpoint: str | None) -> dict[str, bool]:
    """`resubscribe`: the browser should subscribe anew, because what it has leads nowhere or uses an old key."""
    here = (Subscription.device_id == actor.device_id, Subscription.person_id == actor.id)
    if permission != "granted" or endpoint is None:
        retire_where(*here, reason="permission" if permission != "granted" else "unsubscribed")
        return {"subscribed": False, "resubscribe": permission == "granted"}
    subscription = devices.live_subscription(actor)
    if subscription is None or subscription.endpoint != endpoint:
        return {"subscribed": False, "resubscribe": True}
    subscription.last_seen_at = clock.now()
    newest = settings().ring.newest(clock.now())
    return {"subscribed": True, "resubscribe": subscription.key_id != newest.id}


def _see(actor: Actor, said: dict[str, Any]) -> None:
    row = {**said, "person_id": actor.id, "seen_at": clock.now()}
    new = insert(PushDevice).values(device_id=actor.device_id, **row)
    db.session.execute(new.on_conflict_do_update(index_elements=["device_id"], set_=row))
