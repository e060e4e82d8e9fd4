"""Issue an order from a plan."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions import dispatch
from backend.commands.queries import orders, plans, targets
from backend.commands.rules import drill_life, geometry, texts
from backend.core import clock
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor

#: longer, and it is not an emergency's order but a notice
LONGEST_LIFE = timedelta(days=7)


def issue(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    plan_code: str,
    plan_version: int,
    status: str,
    slots: dict[str, Any],
    target: dict[str, Any],
    stamps: dict[str, Any],
    expires_at: datetime | None = None,
) -> dict[str, Any]:
    """Plan, texts, target and recipients are frozen; the order as shown."""
    dispatch.check_id(id)
    drill_life.check_order(plan_code, status)
    plan = plans.one(plan_code)
    if plan.version != plan_version:
        refuse("plan.changed", version=plan.version)
    recipients = targets.recipients(targets.scope(target, policy.commanded(actor)))
    draft = dispatch.Draft(
        id=id,
        verb="issue",
        status=status,
        plan_code=plan.code,
        plan_version=plan.version,
        plan=plan.content,
        slots=slots,
        texts=texts.fill(plan.content["texts"], texts.words_of(plan.content["slots"], slots), status=status),
        target={**target, "polygon": geometry.kept(target["polygon"])},
        expires=_expiry(plan.content, expires_at),
        stamps=stamps,
    )
    order = dispatch.dispatch(actor, draft, recipients)
    data = {"status": status, "plan": plan.code, "identifier": order.identifier}
    record("order.issued", ("order", order.id), actor=actor, area_path=order.area_path, data=data)
    return orders.one(actor, order.id)


def _expiry(plan: dict[str, Any], wanted: datetime | None) -> datetime:
    now = clock.now()
    if wanted is None:
        return now + timedelta(minutes=plan["life_minutes"])
    if wanted <= now:
        refuse("order.expires_in_the_past")
    if wanted > now + LONGEST_LIFE:
        refuse("order.expires_too_late", most_days=LONGEST_LIFE.days)
    return wanted
