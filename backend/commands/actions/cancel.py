"""Take a live order back: stop what is unsent, and correct it where it may have arrived."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.commands.actions import follow_up
from backend.commands.actions.dispatch import dispatch
from backend.commands.queries import chain, orders
from backend.commands.rules import retraction
from backend.core import clock
from backend.core.facts import record
from backend.core.http.actor import Actor


def cancel(
    actor: Actor,
    order_id: UUID,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    reason: str,
    tapped_at: datetime | None = None,
) -> dict[str, Any]:
    """The correction as shown: pre-authored words, to exactly those whose device may have the original."""
    now = clock.now()
    old = follow_up.begin(actor, order_id, verb="cancel", new_id=id)
    stamps = {"confirmed": retraction.tapped_at(tapped_at, sent=old.sent, now=now)}
    draft = replace(follow_up.draft(old, new_id=id, verb="cancel", note=reason), stamps=stamps)
    order = dispatch(actor, draft, chain.may_have_it(old.root_id))
    # What an update replaced may still be on its way as well.
    wrong = {"references": str(old.id), "chain": [str(one) for one in chain.before(order)]}
    data = {**wrong, "status": order.status, "identifier": order.identifier, "reason": reason}
    record("order.cancelled", ("order", order.id), actor=actor, area_path=old.area_path, data=data)
    return orders.one(actor, order.id)
