"""The recipients of an order by name, place by place, with the numbers to call: all, or those who stand alike."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, select, true

from backend.areas.models import Area
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.help_call import HelpCall
from backend.commands.queries.board_scope import scope
from backend.commands.rules.receipt_ladder import State
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

COLUMNS = ("role", "answered_at", "channel", "accepted_at", "tries", "last_status")


def recipients(
    actor: Actor, order_id: UUID, *, node: str | None, standing: str, cursor: str | None, limit: int
) -> dict[str, Any]:
    seen = scope(actor, order_id, node)
    query: Select[*tuple[Any, ...]] = (
        select(
            Delivery.person_id,
            *(getattr(Delivery, name) for name in ("node_code", "state", "answer", *COLUMNS)),
            *(Person.name, Person.phone, Area.name_zh, Area.name_en),
            _asks_help().label("asks_help"),
            _note().label("note"),
        )
        .join(Person, Person.id == Delivery.person_id)
        .join(Area, Area.code == Delivery.node_code)
        .where(seen.recipients(), STANDINGS[standing]())
    )
    return page(query, by=(Delivery.node_path, Delivery.person_id), cursor=cursor, limit=limit, show=_shown)


def unanswered() -> ColumnElement[bool]:
    """Whoever was stopped before it was sent was not asked."""
    return Delivery.state.between(State.planned, State.acknowledged - 1)


def acknowledged() -> ColumnElement[bool]:
    """Takes the order on, as rules.closure counts it."""
    return (Delivery.state >= State.acknowledged) & Delivery.state.not_in([State.declined, State.needs_help])


def _declined() -> ColumnElement[bool]:
    return Delivery.state == State.declined


def _asks_help() -> ColumnElement[bool]:
    its = (HelpCall.order_id == Delivery.order_id) & (HelpCall.person_id == Delivery.person_id)
    return exists().where(its, HelpCall.ended_at.is_(None)).correlate(Delivery)


def _unreached() -> ColumnElement[bool]:
    """Tried, and nothing led to him: no device, or none that still takes a message."""
    return (Delivery.state == State.planned) & Delivery.next_try_at.is_(None)


def _note() -> ScalarSelect[str | None]:
    """What he wrote with his last answer."""
    his = (Receipt.order_id == Delivery.order_id) & (Receipt.person_id == Delivery.person_id)
    newest = select(Receipt.note).where(his, Receipt.state == Delivery.answer).order_by(Receipt.server_at.desc())
    return newest.limit(1).correlate(Delivery).scalar_subquery()


STANDINGS: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "all": true,
    "unanswered": unanswered,
    "acknowledged": acknowledged,
    "declined": _declined,
    "asks_help": _asks_help,
    "unreached": _unreached,
}


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("person_id", "name", "phone", "asks_help", "note", *COLUMNS)},
        "area_code": row.node_code,
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "state": State(row.state).name,
        "answer": None if row.answer is None else State(row.answer).name,
    }
