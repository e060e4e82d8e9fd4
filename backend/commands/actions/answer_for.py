"""Say for somebody else what he said, or what was found: marked as such, and with the name of who says it."""

from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.queries import recipients
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_verdict import Report
from backend.core import clock
from backend.core.errors import Problem, refuse
from backend.core.http.actor import Actor


def answer_for(
    actor: Actor,
    order_id: UUID,
    person_id: UUID,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    state: str,
    note: str | None,
) -> dict[str, Any]:
    """It counts as that person's answer and silences nobody else."""
    recipients.check_seen(actor, order_id, person_id, by=policy.ANSWER_FOR)
    return speak(actor, order_id, person_id, id=id, state=State[state], note=note)


def speak(
    actor: Actor,
    order_id: UUID,
    person_id: UUID,
    *,
    id: UUID,  # noqa: A002 - as above
    state: State,
    note: str | None,
) -> dict[str, Any]:
    """The caller has checked that the actor may see the person."""
    if person_id == actor.id:
        refuse("recipient.yourself")
    said = Report(
        id=id,
        order_id=order_id,
        person_id=person_id,
        state=state,
        device_at=clock.now(),
        clock_offset_ms=0,
        via="behalf",
        device_id=actor.device_id,
        note=note,
        by_id=actor.id,
    )
    [taken] = take_receipts([said])
    if isinstance(taken, Problem):
        raise taken
    return {"order_id": taken.order_id, "state": taken.state.name, "recorded_at": taken.recorded_at}
