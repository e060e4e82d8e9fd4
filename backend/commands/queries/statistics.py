"""The key figures of orders by street and month: of real orders or of drills, never of both."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.levels import STREET
from backend.areas.rules.paths import codes, covers
from backend.commands import policy
from backend.commands.models.order import Order, OrderNode, OrderProgress
from backend.commands.queries import answer_times
from backend.commands.rules.drill_score import Place, share
from backend.commands.rules.identifier import BEIJING
from backend.commands.rules.stopwatch import ALLOWED_S, seconds_between, tapped
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor

MONTHS = 12
#: street, month
Cell = tuple[str, str]


def statistics(actor: Actor, *, status: str, months: int) -> list[dict[str, Any]]:
    """By street, then by month. Only first orders count; only places of the actor's own subtrees do."""
    own = list(actor.paths_as(*policy.READ_BOARDS))
    orders = db.session.execute(_orders(own, status, _since(clock.now(), months))).all()
    places = [
        place
        for place in answer_times.places([order.id for order in orders])
        if any(covers(path, place.path) for path in own)
    ]
    streets = _streets(places)
    of_order = {order.id: order for order in orders}
    cells: defaultdict[Cell, list[Place]] = defaultdict(list)
    for place in places:
        month = f"{of_order[_id(place)].sent.astimezone(BEIJING):%Y-%m}"
        for code in codes(place.path):
            if code in streets:
                cells[code, month].append(place)
    return [_figures(streets[code], month, cells[code, month], of_order) for code, month in sorted(cells)]


def _since(now: datetime, months: int) -> datetime:
    """The beginning of the first of so many months, the last of which is this one."""
    here = now.astimezone(BEIJING)
    first = here.year * MONTHS + here.month - months
    return here.replace(
        year=first // MONTHS, month=first % MONTHS + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


def _orders(own: Sequence[str], status: str, since: datetime) -> Any:
    reaches = exists().where(OrderNode.order_id == Order.id, within(list(own), OrderNode.area_path))
    return (
        select(Order.id, Order.sent, Order.stamps, OrderProgress.all_accepted_at)
        .join(OrderProgress, OrderProgress.order_id == Order.id)
        .where(Order.status == status, Order.references_id.is_(None), Order.sent >= since, reaches)
    )


def _streets(places: Iterable[Place]) -> dict[str, Area]:
    above = {code for place in places for code in codes(place.path)}
    found = select(Area).where(Area.code.in_(above), Area.level == STREET)
    return {street.code: street for street in db.session.scalars(found)}


def _figures(street: Area, month: str, places: Sequence[Place], of_order: dict[UUID, Row[Any]]) -> dict[str, Any]:
    ids = {_id(place) for place in places}
    known = [seconds for order_id in ids if (seconds := _to_accepted(of_order[order_id])) is not None]
    due = sum(place.is_due for place in places)
    in_time = sum(place.is_due and place.is_in_time for place in places)
    return {
        "area_code": street.code,
        "name_zh": street.name_zh,
        "name_en": street.name_en,
        "month": month,
        "orders": len(ids),
        "timed": len(known),
        "median_seconds_to_accepted": round(median(known), 3) if known else None,
        "accepted_in_time_share": share(sum(seconds <= ALLOWED_S for seconds in known), len(known)),
        "places_due": due,
        "places_in_time": in_time,
        "places_in_time_share": share(in_time, due),
    }


def _to_accepted(order: Row[Any]) -> float | None:
    return seconds_between(tapped(order.stamps)["opened"], order.all_accepted_at)


def _id(place: Place) -> UUID:
    assert isinstance(place.order_id, UUID)
    return place.order_id
