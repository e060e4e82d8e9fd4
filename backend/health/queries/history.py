"""What somebody declared, as the rules want it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthDeclaration
from backend.health.models.state import HealthState
from backend.health.rules.colouring import Declared, Verdict, colour_of
from backend.health.rules.half_days import HalfDay, named


def declared(person_id: UUID) -> list[Declared]:
    own = select(HealthDeclaration).where(HealthDeclaration.person_id == person_id)
    return [as_declared(one) for one in db.session.scalars(own.order_by(HealthDeclaration.declared_at))]


def verdict_at(person_id: UUID, at: datetime) -> Verdict:
    """What his colour was at a moment, from what is known of it today."""
    state = db.session.get(HealthState, person_id)
    cleared_at = state.cleared_at if state is not None and state.cleared_at and state.cleared_at <= at else None
    before = [one for one in declared(person_id) if one.at <= at]
    return colour_of(before, ruleset(), now=at, cleared_at=cleared_at)


def as_declared(one: HealthDeclaration) -> Declared:
    return Declared(one.declared_at, named(one.day, one.half), tuple(one.symptoms), one.risk_area, one.contact)


def of_half_day(person_id: UUID, slot: HalfDay) -> HealthDeclaration | None:
    found: HealthDeclaration | None = db.session.scalar(
        select(HealthDeclaration).where(
            HealthDeclaration.person_id == person_id,
            HealthDeclaration.day == slot.day,
            HealthDeclaration.half == slot.half,
        )
    )
    return found
