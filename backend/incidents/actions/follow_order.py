"""An order that came of a case is written down in the case: that it went out, and how it ended."""

from uuid import UUID

from sqlalchemy import select

from backend.commands.models.order import Order
from backend.core.db import db
from backend.identity.queries import actors
from backend.incidents.actions import step
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.queries.incidents import visible_to
from backend.incidents.rules import order_link


def follow_order(order_id: UUID) -> None:
    """Safe to run twice. Whoever issued it must see the case: nobody writes into another street's."""
    order = db.session.get(Order, order_id)
    incident_id = order_link.incident_of(order.cause if order else None)
    if order is None or incident_id is None:
        return
    issuer = actors.absent(order.issuer_id)
    if issuer is None or db.session.execute(visible_to(issuer).where(Incident.id == incident_id)).first() is None:
        return
    incident = db.session.get_one(Incident, incident_id, with_for_update=True)
    if db.session.scalar(select(IncidentStep.no).where(IncidentStep.id == order.id)) is not None:
        return
    said = {"order_id": str(order.id), "kind": order.kind, "identifier": order.identifier, "status": order.status}
    made = step.write(incident, "order", actor=issuer, data=said)
    made.id, made.happened_at = order.id, order.sent
