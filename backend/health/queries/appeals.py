"""Appeals against a colour: a person's own, and those that an officer decides."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.health import policy
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthAppeal
from backend.health.models.state import HealthState
from backend.health.rules.colouring import sentence
from backend.identity.models import Person


def visible_to(actor: Actor) -> Select[HealthAppeal]:
    return select(HealthAppeal).where(within(list(policy.keeps(actor)), HealthAppeal.area_path))


def one_to_decide(actor: Actor, appeal_id: UUID) -> HealthAppeal:
    """Held until the transaction ends."""
    held = visible_to(actor).where(HealthAppeal.id == appeal_id).with_for_update()
    found: HealthAppeal | None = db.session.scalar(held.execution_options(populate_existing=True))
    return found if found is not None else refuse("appeal.not_found")


def waiting(person_id: UUID) -> HealthAppeal | None:
    own = select(HealthAppeal).where(HealthAppeal.person_id == person_id, HealthAppeal.decided_at.is_(None))
    found: HealthAppeal | None = db.session.scalar(own)
    return found


def last(person_id: UUID) -> dict[str, Any] | None:
    """What became of his newest one."""
    own = select(HealthAppeal).where(HealthAppeal.person_id == person_id)
    found = db.session.scalar(own.order_by(HealthAppeal.filed_at.desc(), HealthAppeal.id.desc()).limit(1))
    return None if found is None else _shown(found)


def _shown(appeal: HealthAppeal) -> dict[str, Any]:
    names = ("id", "colour", "reason", "filed_at", "decided_at", "outcome", "note")
    return {name: getattr(appeal, name) for name in names}


def listed(actor: Actor, *, ended: bool, cursor: str | None, limit: int) -> dict[str, Any]:
    """Those that wait, or those that are decided; each with why the colour is what it is."""
    is_over = HealthAppeal.decided_at.is_not(None)
    query: Select[*tuple[Any, ...]] = (
        select(HealthAppeal, Person.name, Person.phone, Area.name_zh, Area.name_en, HealthState.reasons)
        .join(Person, Person.id == HealthAppeal.person_id)
        .join(Area, Area.path == HealthAppeal.area_path)
        .outerjoin(HealthState, HealthState.person_id == HealthAppeal.person_id)
        .where(within(list(policy.keeps(actor)), HealthAppeal.area_path), is_over if ended else ~is_over)
    )
    return page(query, by=(HealthAppeal.id,), cursor=cursor, limit=limit, descending=True, show=_row)


def _row(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    appeal, rules = row.HealthAppeal, ruleset()
    return {
        **_shown(appeal),
        "person": {"id": appeal.person_id, "name": row.name, "phone": row.phone},
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "reasons": [sentence(reason, rules) for reason in row.reasons or ()],
    }
