"""Reads of subscriptions: a person's own, and those whose newest figure is to be looked at."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select, true
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person, RoleGrant
from backend.indicators import policy
from backend.indicators.definitions import reader
from backend.indicators.models.reading import Reading
from backend.indicators.models.watch import IndicatorSubscription
from backend.indicators.queries import readings
from backend.indicators.queries.cockpit import named
from backend.indicators.rules import figures, periods
from backend.indicators.rules.reading import Row

WATCHED = IndicatorSubscription


class Due(NamedTuple):
    """A subscription with the newest figure of its indicator, and whether its person knows of few people."""

    subscription: IndicatorSubscription
    area: Area
    reading: Row
    sees_few: bool


def own(actor: Actor) -> Select[IndicatorSubscription]:
    return select(WATCHED).where(WATCHED.person_id == actor.id)


def listed(actor: Actor) -> list[dict[str, Any]]:
    """In the order in which they were made."""
    return [shown(actor, one) for one in db.session.scalars(own(actor).order_by(WATCHED.id))]


def shown(actor: Actor, one: IndicatorSubscription) -> dict[str, Any]:
    definition, area = reader.one(one.indicator), db.session.get_one(Area, one.area_code)
    return {
        **{name: getattr(one, name) for name in ("id", "operator", "threshold", "margin", "crossed_at", "told_at")},
        "quiet_from": one.quiet_from.strftime("%H:%M") if one.quiet_from else None,
        "quiet_until": one.quiet_until.strftime("%H:%M") if one.quiet_until else None,
        "code": one.indicator,
        "name_zh": definition.title.zh,
        "name_en": definition.title.en,
        "unit_zh": definition.unit.zh,
        "unit_en": definition.unit.en,
        "decimals": definition.decimals,
        "area": named(area),
        "is_crossed": one.crossed_at is not None,
        "value": _value(actor, one, area),
    }


def due() -> Iterator[Due]:
    """Held one by one, in the order of their ids; whoever reads the place no more is not told."""
    newest = (
        select(Reading)
        .where(Reading.area_code == WATCHED.area_code, Reading.indicator == WATCHED.indicator)
        .where(Reading.starts_at <= clock.now())
        .order_by(Reading.starts_at.desc())
        .limit(1)
        .lateral()
    )
    last = aliased(Reading, newest)
    query = (
        select(WATCHED, Area, last, _holds(policy.SEES_FEW))
        .join(Area, Area.code == WATCHED.area_code)
        .join(Person, Person.id == WATCHED.person_id)
        .join(newest, true())
        .where(Person.active, _holds(policy.READS))
        .order_by(WATCHED.id)
        .with_for_update(of=WATCHED, skip_locked=True)
    )
    return (Due(one, area, _row(found), few) for one, area, found, few in db.session.execute(query))


def _row(found: Reading) -> Row:
    return Row(*(getattr(found, name) for name in Row._fields))


def _holds(roles: tuple[str, ...]) -> Any:
    """Does the person hold one of the roles on the area or above it?"""
    grant = (RoleGrant.person_id == WATCHED.person_id, RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None))
    return exists().where(*grant, func.starts_with(Area.path, RoleGrant.area_path))


def _value(actor: Actor, one: IndicatorSubscription, area: Area) -> float | None:
    if not policy.holds(actor, area.path, *policy.READS):
        return None
    definition = reader.one(one.indicator)
    if definition.is_people and not policy.sees_few(actor, area.path):
        return None
    rows = readings.newest(one.area_code, [one.indicator], until=clock.now(), limit=1)[one.indicator]
    return figures.shown(rows[0].value, definition.decimals) if rows else None


def is_fresh(indicator: str, taken_at: datetime, now: datetime) -> bool:
    return now <= taken_at + periods.FRESH_FOR[reader.one(indicator).period]
