"""Who stands in at the places of orders for a responsible person that fell out, and whether he has acknowledged."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from backend.commands.models.closure import Substitute
from backend.commands.models.delivery import Delivery
from backend.commands.rules.closure import has_acknowledged
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.identity.models import Person

#: an order and one of its places
Node = tuple[UUID, str]
YES = [state for state in State if has_acknowledged(state)]
HIS = (Delivery.order_id == Substitute.order_id) & (Delivery.person_id == Substitute.person_id)


def acknowledged(order_ids: Collection[UUID]) -> dict[Node, datetime]:
    """When the first of those who stand in at a place took the order on: it counts as its responsible person's word."""
    query = (
        select(Substitute.order_id, Substitute.area_code, func.min(Delivery.answered_at).label("at"))
        .join(Delivery, HIS & Delivery.order_id.in_(order_ids))
        .where(Substitute.order_id.in_(order_ids), Delivery.state.in_(YES), Delivery.answered_at.is_not(None))
        .group_by(Substitute.order_id, Substitute.area_code)
    )
    return {(row.order_id, row.area_code): row.at for row in db.session.execute(query)}


def any_acknowledged(substitutes: Iterable[dict[str, Any]]) -> bool:
    """Of those shown at one place."""
    return any(one["state"] is not None and has_acknowledged(State[one["state"]]) for one in substitutes)


def shown(order_id: UUID, codes: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By place, the first who was asked first."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.session.execute(_shown(), {"order_id": order_id, "codes": list(codes)}):
        it: Substitute = row.Substitute
        who = None if it.person_id is None else {"id": it.person_id, "name": row.name, "phone": row.phone}
        state = None if row.state is None else State(row.state).name
        told = {name: getattr(it, name) for name in ("for_person_id", "reason", "chosen", "was_recipient", "at")}
        found[it.area_code].append({**told, "person": who, "state": state})
    return found


# Built once: every board asks it.
@cache
def _shown() -> Select[*tuple[Any, ...]]:
    its = Delivery.order_id == bindparam("order_id")
    query: Select[*tuple[Any, ...]] = (
        select(Substitute, Person.name, Person.phone, Delivery.state)
        .outerjoin(Person, Person.id == Substitute.person_id)
        .outerjoin(Delivery, HIS & its)
        .where(Substitute.order_id == bindparam("order_id"))
        .where(Substitute.area_code.in_(bindparam("codes", expanding=True)))
        .order_by(Substitute.at, Substitute.area_code)
    )
    return query
