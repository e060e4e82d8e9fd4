"""Take an exercise that somebody issued by one key in among the drills, so that it is scored as they are."""

from uuid import UUID

from sqlalchemy import select

from backend.commands.actions.drills.keep import keep
from backend.commands.models.delivery import Delivery
from backend.commands.models.drill import Drill
from backend.commands.models.order import Order
from backend.commands.queries.targets import COLUMNS
from backend.commands.rules import drill_life
from backend.commands.rules.cap import EXERCISE
from backend.core.db import db, uuid7
from backend.core.facts import record
from backend.identity.queries import actors


def adopt(order_id: UUID) -> None:
    """Nothing where the order is a real one, or a drill's already; safe to run twice."""
    order = db.session.get_one(Order, order_id)
    known = db.session.scalar(select(Drill.id).where(Drill.order_id == order_id))
    if order.status != EXERCISE or order.references_id is not None or known is not None:
        return
    recipients = select(*(getattr(Delivery, name) for name in COLUMNS)).where(Delivery.order_id == order_id)
    issuer = actors.absent(order.issuer_id)
    drill = keep(_drill(order), recipients, by=issuer)
    drill.order_id = order_id
    drill.become("start")
    db.session.flush()
    data = {"order_id": str(order_id)}
    record("drill.started", ("drill", drill.id), actor=issuer, area_path=drill.area_path, data=data)


def _drill(order: Order) -> Drill:
    new_id = uuid7()
    kept = ("plan_code", "plan_version", "slots", "target")
    return Drill(
        id=new_id,
        series_id=new_id,
        kind=drill_life.EXERCISE,
        name=order.event,
        starts_at=order.sent,
        repeats=drill_life.ONCE,
        planned_by=order.issuer_id,
        **{name: getattr(order, name) for name in kept},
    )
