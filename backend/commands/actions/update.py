"""Replace a live order: same target, resolved afresh; other words."""

from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions import follow_up
from backend.commands.actions.dispatch import dispatch
from backend.commands.models.muster import Muster
from backend.commands.queries import orders, targets
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def update(
    actor: Actor,
    order_id: UUID,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    slots: dict[str, Any],
    note: str | None = None,
) -> dict[str, Any]:
    """The new order as shown; the old one is superseded."""
    old = follow_up.begin(actor, order_id, verb="update", new_id=id)
    if db.session.get(Muster, order_id) is not None:
        # Resolved afresh, it would go to every volunteer of the place.
        refuse("muster.no_update")
    draft = follow_up.draft(old, new_id=id, verb="update", slots=slots, note=note)
    recipients = targets.recipients(targets.scope(old.target, policy.commanded(actor)))
    order = dispatch(actor, draft, recipients)
    data = {"references": str(old.id), "status": order.status, "identifier": order.identifier}
    record("order.updated", ("order", order.id), actor=actor, area_path=order.area_path, data=data)
    return orders.one(actor, order.id)
