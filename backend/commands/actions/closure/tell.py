"""Tell people what a place without an answer asks of them."""

from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.commands.models.closure import NodeClimb
from backend.commands.models.order import Order
from backend.commands.rules import closure_notices
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.push.actions.notices import notify


def climbed(order: Order, climb: NodeClimb, person_id: UUID) -> None:
    notify(
        [person_id],
        kind="order.climbed",
        subject_id=climb.id,
        texts=closure_notices.climbed(_named(climb.area_code), order.status),
        navigate=f"/command/orders/{order.id}",
        expires_at=order.expires,
    )


def stands_in(order: Order, area_code: str, person_id: UUID, *, for_person: UUID) -> None:
    """Who has the order already is told why it is his now."""
    who = db.session.get_one(Person, for_person).name
    notify(
        [person_id],
        kind="order.substituted",
        subject_id=uuid7(),
        texts=closure_notices.stands_in(_named(area_code), order.status, who=who),
        navigate=f"/orders/{order.id}",
        expires_at=order.expires,
    )


def _named(code: str) -> dict[str, str]:
    row = db.session.execute(select(Area.name_zh, Area.name_en).where(Area.code == code)).one()
    return {"zh": row.name_zh, "en": row.name_en}
