"""Freeze with an order what is expected of it: who can be reached in which way, and how many will acknowledge."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, insert, literal, select

from backend.commands.models.forecast import ForecastPerson, OrderForecast
from backend.commands.models.order import Order
from backend.commands.queries import forecast
from backend.commands.rules import forecast as rule
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.core.db import db, without_nested_loops


def freeze_forecast(order_id: UUID) -> None:
    """As things were when it was sent; not in the tap's transaction, which a crowd would wait for twice as long.

    Safe to run twice. Nothing is forecast of a last word: who gets it is given.
    """
    order = db.session.get_one(Order, order_id, with_for_update={"key_share": True})
    if order.kind in LAST_WORDS or forecast.kept(order_id):
        return
    each = forecast.of_order(order.id, order.ladder, sent=order.sent).subquery("each")
    rows = select(literal(order.id), each.c.person_id, each.c.way)
    with without_nested_loops():
        db.session.execute(insert(ForecastPerson).from_select(["order_id", "person_id", "way"], rows))
    counted = select(ForecastPerson.way, func.count()).where(ForecastPerson.order_id == order.id)
    found = db.session.execute(counted.group_by(ForecastPerson.way)).all()
    people = {row[0]: row[1] for row in found}
    told = rule.forecast(people, forecast.past(order.status))
    names = ("way", "people", "expected_share", "expected_s")
    due_at = order.sent + timedelta(seconds=rule.HORIZON_S)
    shared = {"order_id": order.id, "status": order.status, "due_at": due_at}
    db.session.add_all(OrderForecast(**shared, **{name: way[name] for name in names}) for way in told["ways"])
    db.session.flush()
