"""Makes an order as if it had just been issued: frozen recipients, places, counters, nothing sent yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from backend.areas.models import Area
from backend.areas.rules.paths import common
from backend.commands.actions.freeze_recipients import count_by_place, frozen
from backend.commands.models.delivery import Delivery, DeliveryBatch, Receipt
from backend.commands.models.order import Order, OrderProgress
from backend.commands.models.plan import Plan, PlanVersion
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_verdict import Report
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person

PLAN = "test"
TEXTS = {
    "zh": {"title": "疏散", "headline": "潮鸣街道路面塌陷", "description": "路面塌陷。", "instruction": "向东撤离。"},
    "en": {"title": "Evacuate", "headline": "Road collapse", "description": "Collapse.", "instruction": "Go east."},
}


def plan() -> None:
    if db.session.get(Plan, PLAN) is None:
        db.session.add(Plan(code=PLAN, current_version=1))
        db.session.flush()
        db.session.add(PlanVersion(plan_code=PLAN, version=1, content={}, digest="0", source="catalogue"))
        db.session.flush()


class Named:
    """A recipient of whom only the id matters, as of a crowd."""

    def __init__(self, person_id: UUID) -> None:
        self.id = person_id


def sent_order(
    issuer: Person,
    recipients: Sequence[tuple[Person | Named, str]],
    *,
    quorum: float = 0.8,
    life_minutes: int = 60,
    **more: Any,
) -> Order:
    """An order to people, each with the code of the place where he counts."""
    plan()
    paths = dict(db.session.execute(select(Area.code, Area.path)).all())
    places = sorted(paths[code] for _, code in recipients)
    order = _order(issuer, life_minutes, quorum, {"area_path": common(places[0], places[-1]), **more})
    batch = DeliveryBatch(order_id=order.id, no=0, severity_rank=0, issued_at=order.sent, due_at=order.sent)
    db.session.add(batch)
    db.session.flush()
    _deliveries(order, batch.id, recipients, paths)
    db.session.add(OrderProgress(order_id=order.id, people=len(recipients), queued_at=order.sent))
    count_by_place(order.id, frozen(order.id), quorum=quorum, deadline_at=order.sent + timedelta(minutes=5))
    db.session.add(order)
    db.session.flush()
    return order


def _order(issuer: Person, life_minutes: int, quorum: float, more: dict[str, Any]) -> Order:
    order_id, now = uuid7(), clock.now()
    values = {
        "id": order_id, "identifier": f"330103000000000_{order_id.hex[-15:]}", "sender": "330103", "sent": now,
        "status": "Actual", "msg_type": "Alert", "kind": "alert", "scope": "Restricted", "root_id": order_id,
        "sequence": 0, "event": "road_collapse", "event_class": "accident", "urgency": "Immediate",
        "severity": "Extreme", "certainty": "Observed", "response_level": "I", "effective": now,
        "expires": now + timedelta(minutes=life_minutes), "plan_code": PLAN, "plan_version": 1, "slots": {},
        "texts": TEXTS, "target": {}, "assembly_points": [], "checklist": {}, "ack_minutes": 5, "quorum": quorum,
        "stamps": stamps(now), "issuer_id": issuer.id,
    }  # fmt: skip
    return Order(**values | more)


def stamps(confirmed: datetime) -> dict[str, str]:
    seconds = {"opened": 37, "plan_chosen": 32, "area_set": 20, "confirmed": 0}
    return {name: (confirmed - timedelta(seconds=back)).isoformat() for name, back in seconds.items()}


def _deliveries(
    order: Order, batch_id: int, recipients: Sequence[tuple[Person | Named, str]], paths: Mapping[str, str]
) -> None:
    shared = {"order_id": order.id, "batch_id": batch_id, "next_try_at": order.sent}
    rows = [
        {**shared, "person_id": who.id, "node_code": code, "node_path": paths[code], "role": None}
        for who, code in recipients
    ]
    db.session.execute(insert(Delivery), rows)


def report(order: Order, who: Person | UUID, state: str, *, at: datetime | None = None, **more: Any) -> Report:
    """What a phone with a good clock says through a session, now or at another time."""
    person_id = who if isinstance(who, UUID) else who.id
    values: dict[str, Any] = {"id": uuid7(), "clock_offset_ms": 0, "via": "session", "device_at": at or clock.now()}
    return Report(order_id=order.id, person_id=person_id, state=State[state], **values | more)


def delivery_of(order: Order, who: Person) -> Delivery:
    return db.session.get_one(Delivery, (order.id, who.id), populate_existing=True)


def receipts_of(order: Order) -> list[Receipt]:
    return list(db.session.scalars(select(Receipt).where(Receipt.order_id == order.id).order_by(Receipt.id)))
