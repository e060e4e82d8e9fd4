"""A person no longer wants one of his devices to be reached."""

from uuid import UUID

from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.push.actions.retire import retire
from backend.push.queries import devices


def unsubscribe(actor: Actor, subscription_id: UUID) -> None:
    if devices.subscription(actor, subscription_id) is None:
        refuse("push.subscription_not_found")
    if retire([subscription_id], "unsubscribed"):
        record("subscription.ended", ("subscription", subscription_id), actor=actor, data={"reason": "unsubscribed"})
