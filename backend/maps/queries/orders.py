"""Live orders where they apply: those the actor watches over, and those that are addressed to him."""

from typing import Any

from sqlalchemy import or_, select

from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderProgress
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.maps.queries.most import cut

#: So many at once are no map any more, but a flood.
MOST_ORDERS = 100
COLUMNS = ("id", "status", "severity", "event", "sent", "expires", "place", "assembly_points")
#: What tells of a danger; a correction or an all-clear says that there is none.
DANGERS = ("alert", "update")


def live(actor: Actor) -> dict[str, Any]:
    """The newest first; what was stopped before it was sent went to nobody."""
    addressed = select(Delivery.order_id).where(Delivery.person_id == actor.id, Delivery.state > State.superseded)
    watches = policy.sees(actor, by=policy.READ_BOARDS)
    query = (
        select(*(getattr(Order, name) for name in COLUMNS), Order.texts, watches.label("is_watched"))
        .join(OrderProgress, OrderProgress.order_id == Order.id)
        .where(OrderProgress.ended_reason.is_(None), Order.expires > clock.now(), Order.kind.in_(DANGERS))
        .where(or_(watches, Order.id.in_(addressed)))
        .order_by(Order.sent.desc(), Order.id.desc())
        .limit(MOST_ORDERS + 1)
    )
    return cut([_shown(row._asdict()) for row in db.session.execute(query)], MOST_ORDERS)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    texts = row.pop("texts")
    return {**row, "headline": {language: texts[language]["headline"] for language in ("zh", "en")}}
