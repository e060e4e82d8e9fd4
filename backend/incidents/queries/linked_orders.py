"""From a case to an order and back: what the order begins with, and the orders that came of a case."""

from typing import Any
from uuid import UUID

from backend.areas.models import Area
from backend.commands.models.order import Order
from backend.commands.queries import orders, plans
from backend.commands.queries.plans import InForce
from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries.incidents import visible_to
from backend.incidents.rules import order_link

#: An order's target without a place.
EVERYBODY: dict[str, Any] = {
    "areas": [],
    "polygon": None,
    "circle": None,
    "roles": [],
    "on_duty": False,
    "exclude": {"areas": [], "people": []},
}


def draft(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """Filled as far as the case says it; the commander looks at it before he issues it."""
    incident = _one(actor, incident_id)
    plan = _plan(incident)
    asked = plan.content["slots"] if plan else []
    return {
        "plan_code": plan.code if plan else None,
        "plan_version": plan.version if plan else None,
        "slots": order_link.slots(asked, _known(actor, incident, asked)),
        "target": _target(incident, order_link.radius_of(asked)),
        "cause": order_link.cause_of(incident.id),
    }


def of_case(actor: Actor, incident_id: UUID) -> list[dict[str, Any]]:
    """The orders that came of a case, as far as the actor sees them; the newest first."""
    incident = _one(actor, incident_id)
    query = orders.visible_to(actor).where(Order.cause == order_link.cause_of(incident.id))
    return [orders.shown(row) for row in db.session.execute(query.order_by(Order.sent.desc(), Order.id))]


def _one(actor: Actor, incident_id: UUID) -> Incident:
    row = db.session.execute(visible_to(actor).where(Incident.id == incident_id)).one_or_none()
    if row is None:
        refuse("incident.not_found")
    found: Incident = row.Incident
    return found


def _plan(incident: Incident) -> InForce | None:
    """The one that its category suggests, unless the district has withdrawn it."""
    code = reader.one(incident.category_code).plan_code
    try:
        return plans.one(code) if code else None
    except Problem:
        return None


def _known(actor: Actor, incident: Incident, asked: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    area, person = db.session.get_one(Area, incident.area_code), db.session.get_one(Person, actor.id)
    known = {
        "place": {"zh": area.name_zh, "en": area.name_en},
        "phone": {"zh": person.phone, "en": person.phone},
    }
    radius = order_link.radius_of(asked)
    return known | ({"radius": {"zh": f"{radius}米", "en": f"{radius} m"}} if radius else {})


def _target(incident: Incident, radius_m: int | None) -> dict[str, Any]:
    """Round the point where the plan wants a circle, else the place that it lies in."""
    if radius_m is None or incident.lng_wgs84 is None:
        return {**EVERYBODY, "areas": [incident.area_code]}
    circle = {"lng": incident.lng_wgs84, "lat": incident.lat_wgs84, "radius_m": radius_m}
    return {**EVERYBODY, "circle": circle}
