"""Take one report from a device, as its session or its push token stands for a person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from backend.commands.actions.take_receipts import Taken
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_token import holder_of
from backend.commands.rules.receipt_verdict import Report
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def take_receipt(
    take: Callable[[Report], Taken],
    actor: Actor | None,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    order_id: UUID,
    state: str,
    token: str | None,
    secret: str,
    **said: Any,
) -> dict[str, Any]:
    """A token speaks for the person it was pushed to, whoever is signed in on that phone by now.

    `take` is `take_receipts` for one report, alone or grouped with those of other requests.
    """
    if token is None and actor is None:
        refuse("actor.unknown")
    person_id = actor.id if token is None and actor else _holder(token or "", order_id, secret)
    report = Report(
        id=id,
        order_id=order_id,
        person_id=person_id,
        state=State[state],
        via="session" if token is None else "token",
        device_id=actor.device_id if actor else None,
        **said,
    )
    taken = take(report)
    return {"order_id": taken.order_id, "state": taken.state.name, "recorded_at": taken.recorded_at}


def _holder(token: str, order_id: UUID, secret: str) -> UUID:
    holder = holder_of(token, secret)
    if holder is None or holder.order_id != order_id:
        refuse("receipt.token_invalid")
    return holder.person_id
