"""End a live order because the danger is over."""

from typing import Any
from uuid import UUID

from backend.commands.actions import follow_up
from backend.commands.actions.dispatch import dispatch
from backend.commands.queries import chain, orders
from backend.core.facts import record
from backend.core.http.actor import Actor


def all_clear(
    actor: Actor,
    order_id: UUID,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    note: str | None = None,
) -> dict[str, Any]:
    """The all-clear as shown: to everybody the order was sent to."""
    old = follow_up.begin(actor, order_id, verb="all_clear", new_id=id)
    draft = follow_up.draft(old, new_id=id, verb="all_clear", note=note)
    order = dispatch(actor, draft, chain.not_stopped(old.root_id))
    data = {"references": str(old.id), "status": order.status, "identifier": order.identifier}
    record("order.cleared", ("order", order.id), actor=actor, area_path=old.area_path, data=data)
    return orders.one(actor, order.id)
