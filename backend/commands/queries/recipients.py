"""The recipients of an order by name, place by place, with the numbers to call: all, or those who stand alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, select, true
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.help_call import HelpCall
from backend.commands.models.ladder import DeliveryStep
from backend.commands.queries.board_scope import scope
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

SPEAKER = aliased(Person)
LAST_STEP = ("step", "channel", "state")
#: place by place
PLACES = (Delivery.node_path, Delivery.person_id)
COLUMNS = ("role", "answered_at", "channel", "accepted_at", "tries", "last_status")


def recipients(
    actor: Actor, order_id: UUID, *, node: str | None, standing: str, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Who is on the page is settled from the order's own rows: of a hundred thousand, fifty are looked up further."""
    seen = scope(actor, order_id, node)
    asked: Select[*tuple[Any, ...]] = select(Delivery.person_id).where(seen.recipients(), STANDINGS[standing]())
    found = page(asked, by=PLACES, cursor=cursor, limit=limit)
    people = [row.person_id for row in found["items"]]
    rows = db.session.execute(_details(order_id, people)).all()
    return {"items": [_shown(row) for row in rows], "next_cursor": found["next_cursor"]}


def _details(order_id: UUID, people: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Delivery.person_id,
            *(getattr(Delivery, name) for name in ("node_code", "state", "answer", *COLUMNS)),
            *(Person.name, Person.phone, Area.name_zh, Area.name_en),
            _asks_help().label("asks_help"),
            _note().label("note"),
            *(_last_step(name).label(f"step_{name}") for name in LAST_STEP),
            _via().label("answered_via"),
            _by().label("answered_by_name"),
        )
        .join(Person, Person.id == Delivery.person_id)
        .join(Area, Area.code == Delivery.node_code)
        .where(Delivery.order_id == order_id, Delivery.person_id.in_(people))
        .order_by(*PLACES)
    )


def check_seen(actor: Actor, order_id: UUID, person_id: UUID, *, by: Sequence[str]) -> None:
    """Refuse whoever is no recipient in the subtrees of the actor's roles `by`: not found, not forbidden."""
    his = (Delivery.order_id == order_id, Delivery.person_id == person_id, Delivery.state > State.superseded)
    here = within(list(actor.paths_as(*by)), Delivery.node_path)
    if db.session.scalar(select(Delivery.person_id).where(*his, here)) is None:
        refuse("recipient.not_found")


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


def _last_step(name: str) -> ScalarSelect[Any]:
    """By which step he was told last."""
    his = (DeliveryStep.order_id == Delivery.order_id) & (DeliveryStep.person_id == Delivery.person_id)
    newest = select(getattr(DeliveryStep, name)).where(his).order_by(DeliveryStep.step.desc()).limit(1)
    return newest.correlate(Delivery).scalar_subquery()


def _via() -> ScalarSelect[str | None]:
    """How his last answer came, or what implies one: the app, a push, a text, a call, or somebody for him."""
    return _answer(Receipt.via)


def _by() -> ScalarSelect[str | None]:
    return _answer(select(SPEAKER.name).where(SPEAKER.id == Receipt.by_id).correlate(Receipt).scalar_subquery())


def _answer(column: Any) -> ScalarSelect[Any]:
    his = (Receipt.order_id == Delivery.order_id) & (Receipt.person_id == Delivery.person_id)
    said = select(column).where(his, Receipt.state >= State.acknowledged)
    return said.order_by(Receipt.server_at.desc(), Receipt.id.desc()).limit(1).correlate(Delivery).scalar_subquery()


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
        "step": _step(row),
        "answered_via": row.answered_via,
        "answered_by": row.answered_by_name,
    }


def _step(row: Row[Any]) -> dict[str, Any] | None:
    if row.step_step is None:
        return None
    return {"step": row.step_step, "channel": row.step_channel, "state": row.step_state}
