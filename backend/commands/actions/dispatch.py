"""Send an order on its way: recipients frozen, numbered, written down, the sender woken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, text, update

from backend.areas.rules.paths import codes, common
from backend.commands.actions.closure.lay_out import lay_out
from backend.commands.actions.freeze_recipients import Frozen, count_by_place, freeze
from backend.commands.actions.keep_order import keep_order
from backend.commands.actions.number import number
from backend.commands.actions.start_ladder import last_word_ladder, start_ladder
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import orders, places
from backend.commands.rules import cap, ladder, order_id, quiet
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.commands.rules.two_people import EXEMPT, Consent
from backend.commands.settings import settings
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor

#: what an order takes from its plan as it stands there
OF_PLAN = (
    *("event", "event_class", "urgency", "severity", "certainty", "response_level"),
    *("checklist", "ack_minutes", "quorum"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An order before it has recipients and a number."""

    id: UUID
    verb: str
    status: str
    plan_code: str
    plan_version: int
    plan: dict[str, Any]
    slots: dict[str, Any]
    texts: dict[str, Any]
    target: dict[str, Any]
    expires: datetime
    stamps: dict[str, Any]
    note: str | None = None
    cause: str | None = None
    #: the order it updates or ends
    of: Order | None = None
    #: the area whose people may be asked later, where it is wider than theirs who are asked now
    within: str | None = None
    #: by default what follows an order that was agreed on
    consent: Consent = EXEMPT


def check_id(new_id: UUID) -> None:
    """Before anything is written."""
    order_id.check(new_id, orders.world_time())
    if orders.exists_already(new_id):
        refuse("order.id_taken")


def dispatch(actor: Actor, draft: Draft, recipients: Select[*tuple[Any, ...]]) -> Order:
    """The order's number comes last, so that its lock is held for a moment only."""
    now = clock.now()
    severity_rank = cap.rank(draft.plan["severity"], cap.MESSAGES[draft.verb].kind)
    frozen = freeze(draft.id, recipients, severity_rank=severity_rank, due_at=now)
    area_path = _area_path(draft, frozen)
    if draft.of is not None:
        keep_order(draft.of.root_id, draft.id)
    count_by_place(
        draft.id,
        frozen,
        quorum=draft.plan["quorum"],
        deadline_at=now + timedelta(minutes=draft.plan["ack_minutes"]),
    )
    order = _written(actor, draft, area_path, now)
    db.session.add(OrderProgress(order_id=order.id, people=frozen.people, queued_at=order.sent))
    db.session.flush()
    lay_out(order, draft.plan)
    start_ladder(order, severity_rank=severity_rank)
    wake_sender()
    return order


def _area_path(draft: Draft, frozen: Frozen) -> str:
    if frozen.area_path is not None:
        return common(frozen.area_path, draft.within or frozen.area_path)
    if draft.of is None or draft.verb == "update":
        refuse("order.resolves_to_nobody")
    # A correction may have nobody to correct; it is written down all the same.
    return draft.of.area_path


def _written(actor: Actor, draft: Draft, area_path: str, now: datetime) -> Order:
    message = cap.MESSAGES[draft.verb]
    cap.check_message(message.msg_type, draft.of)
    numbered = number(codes(area_path)[-1], now)
    if numbered.sent > now:
        _wait(draft.id, numbered.sent)
    plan = draft.plan
    order = Order(
        id=draft.id,
        identifier=numbered.identifier,
        sender=f"{codes(area_path)[0]}@palm-cockpit",
        sent=numbered.sent,
        status=draft.status,
        msg_type=message.msg_type,
        kind=message.kind,
        scope=cap.SCOPE,
        references_id=draft.of.id if draft.of else None,
        root_id=draft.of.root_id if draft.of else draft.id,
        sequence=draft.of.sequence + 1 if draft.of else 0,
        **{name: plan[name] for name in OF_PLAN},
        **_climbs(draft, message.kind),
        effective=numbered.sent,
        expires=draft.expires,
        area_path=area_path,
        plan_code=draft.plan_code,
        plan_version=draft.plan_version,
        slots=plain(draft.slots),
        texts=draft.texts,
        target=plain(draft.target),
        place=plain(places.place_of(draft.target)),
        assembly_points=places.assembly_points(plan["assembly_points"], draft.id),
        stamps=plain(draft.stamps),
        issuer_id=actor.id,
        note=draft.note,
        cause=draft.of.cause if draft.of else draft.cause,
        **draft.consent.settled(area_path, plan["response_level"]).kept(),
    )
    db.session.add(order)
    db.session.flush()
    return order


def _climbs(draft: Draft, kind: str) -> dict[str, Any]:
    """By what the silent are told again, and when not."""
    return {"ladder": _ladder(draft, kind), "quiet_hours": quiet.frozen(draft.plan, settings().quiet)}


def _ladder(draft: Draft, kind: str) -> list[dict[str, Any]]:
    if kind in LAST_WORDS and draft.of is not None:
        return last_word_ladder(draft.of.root_id)
    return ladder.frozen(draft.plan, status=draft.status)


def plain(given: dict[str, Any]) -> dict[str, Any]:
    """As JSON has it: ids and times are texts."""
    plain: dict[str, Any] = orjson.loads(orjson.dumps(given))
    return plain


def _wait(of_order: UUID, until: datetime) -> None:
    """Ten orders were numbered in this second: the sender takes this one up in the next."""
    db.session.execute(update(DeliveryBatch).where(DeliveryBatch.order_id == of_order).values(due_at=until))
    db.session.execute(update(Delivery).where(Delivery.order_id == of_order).values(next_try_at=until))


def wake_sender() -> None:
    """On commit. Only a bell: the sender also looks by itself."""
    db.session.execute(text("NOTIFY sender"))
