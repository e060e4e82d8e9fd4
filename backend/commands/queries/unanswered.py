"""Who has not answered an order, with the numbers to call: place by place."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from backend.areas.models import Area
from backend.commands.models.delivery import Delivery
from backend.commands.queries.board_scope import scope
from backend.commands.rules.receipt_ladder import State
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person


def unanswered(actor: Actor, order_id: UUID, *, node: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """Whoever was stopped before it was sent is not asked, and not listed."""
    silent = Delivery.state.between(State.planned, State.acknowledged - 1)
    query: Select[*tuple[Any, ...]] = (
        select(
            Delivery.person_id,
            *(Person.name, Person.phone, Delivery.role, Delivery.state, Delivery.channel),
            *(Area.name_zh, Area.name_en),
        )
        .join(Person, Person.id == Delivery.person_id)
        .join(Area, Area.code == Delivery.node_code)
        .where(scope(actor, order_id, node).recipients(), silent)
    )
    return page(query, by=(Delivery.node_path, Delivery.person_id), cursor=cursor, limit=limit, show=_shown)


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("person_id", "name", "phone", "role")},
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "state": State(row.state).name,
        "reach": row.channel,
    }
