"""Issue an order from a plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions import dispatch
from backend.commands.models.order import Order
from backend.commands.queries import orders, plans, targets
from backend.commands.queries.plans import InForce
from backend.commands.rules import drill_life, geometry, texts
from backend.commands.rules.lifecycle import LONGEST_LIFE
from backend.commands.rules.two_people import Consent
from backend.core import clock
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What a commander asks for: an order in the words of the API."""

    id: UUID
    plan_code: str
    plan_version: int
    status: str
    slots: dict[str, Any]
    target: dict[str, Any]
    stamps: dict[str, Any]
    expires_at: datetime | None = None
    cause: str | None = None


def issue(actor: Actor, *, override_reason: str | None = None, **asked: Any) -> dict[str, Any]:
    """By one key: plan, texts, target and recipients are frozen; the order as shown."""
    wanted = Asked(**asked)
    order = send(actor, wanted, plan_of(wanted), consent=Consent(override_reason=override_reason))
    return orders.one(actor, order.id)


def send(actor: Actor, asked: Asked, plan: InForce, *, consent: Consent) -> Order:
    """`actor` signs it, whoever has agreed to it; an exempt order is one that was agreed on when it was planned."""
    dispatch.check_id(asked.id)
    return send_to(actor, drafted(actor, asked, plan, consent=consent), recipients(actor, asked))


def send_to(actor: Actor, draft: dispatch.Draft, people: targets.Recipients) -> Order:
    """To exactly these people."""
    order = dispatch.dispatch(actor, draft, people)
    data = {"status": order.status, "plan": draft.plan_code, "identifier": order.identifier}
    record("order.issued", ("order", order.id), actor=actor, area_path=order.area_path, data=data)
    if order.override_reason is not None:
        why = {"identifier": order.identifier, "reason": order.override_reason}
        record("order.overridden", ("order", order.id), actor=actor, area_path=order.area_path, data=why)
    return order


def plan_of(asked: Asked) -> InForce:
    """The plan in force, which must be the one that was looked at."""
    plan = plans.one(asked.plan_code)
    if plan.version != asked.plan_version:
        refuse("plan.changed", version=plan.version)
    return plan


def drafted(actor: Actor, asked: Asked, plan: InForce, *, consent: Consent) -> dispatch.Draft:
    """With its texts filled; what cannot be issued is refused by name."""
    drill_life.check_order(asked.plan_code, asked.status)
    words = texts.words_of(plan.content["slots"], asked.slots)
    targets.check_drawing(asked.target, policy.commanded(actor))
    return dispatch.Draft(
        id=asked.id,
        verb="issue",
        status=asked.status,
        plan_code=plan.code,
        plan_version=plan.version,
        plan=plan.content,
        slots=asked.slots,
        texts=texts.fill(plan.content["texts"], words, status=asked.status),
        target={**asked.target, "polygon": geometry.kept(asked.target["polygon"])},
        expires=_expiry(plan.content, asked.expires_at),
        stamps=asked.stamps,
        cause=asked.cause,
        consent=consent,
    )


def recipients(actor: Actor, asked: Asked) -> targets.Recipients:
    return targets.recipients(targets.scope(asked.target, policy.commanded(actor)))


def _expiry(plan: dict[str, Any], wanted: datetime | None) -> datetime:
    now = clock.now()
    if wanted is None:
        return now + timedelta(minutes=plan["life_minutes"])
    if wanted <= now:
        refuse("order.expires_in_the_past")
    if wanted > now + LONGEST_LIFE:
        refuse("order.expires_too_late", most_days=LONGEST_LIFE.days)
    return wanted
