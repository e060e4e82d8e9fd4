"""A person says of which threshold he wants to be told, and takes it back."""

from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.rules import reported
from backend.indicators import policy
from backend.indicators.definitions import reader
from backend.indicators.models.watch import IndicatorSubscription
from backend.indicators.queries import watches
from backend.indicators.queries.tree import tree
from backend.indicators.rules import figures

MOST = 50


def subscribe(
    actor: Actor,
    subscription_id: UUID,
    *,
    code: str,
    area: str,
    operator: str,
    threshold: float,
    margin: float,
    quiet_from: time | None,
    quiet_until: time | None,
) -> IndicatorSubscription:
    """The same id again changes it; a changed threshold begins anew."""
    place, definition = policy.readable(actor, area), reader.one(code)
    areas = tree()
    if not areas.has(definition, areas.nodes[place.code]):
        refuse("indicator.not_had_here")
    if (quiet_from is None) != (quiet_until is None) or (quiet_from is not None and quiet_from == quiet_until):
        refuse("threshold.quiet")
    kept = _kept(actor, subscription_id)
    said: dict[str, Any] = {
        "area_code": place.code,
        "indicator": code,
        "operator": operator,
    }
    said |= {"threshold": _exact(threshold), "margin": _exact(margin)}
    if any(getattr(kept, name) != value for name, value in said.items()):
        kept.crossed_at = kept.told_at = None
    for name, value in {**said, "quiet_from": quiet_from, "quiet_until": quiet_until}.items():
        setattr(kept, name, value)
    db.session.add(kept)
    db.session.flush()
    return kept


def unsubscribe(actor: Actor, subscription_id: UUID) -> None:
    found = db.session.get(IndicatorSubscription, subscription_id)
    if found is None or found.person_id != actor.id:
        refuse("threshold.not_found")
    db.session.delete(found)


def _kept(actor: Actor, subscription_id: UUID) -> IndicatorSubscription:
    found = db.session.get(IndicatorSubscription, subscription_id, with_for_update=True)
    if found is not None:
        return found if found.person_id == actor.id else refuse("threshold.not_found")
    if not reported.is_id(subscription_id):
        refuse("threshold.bad_id")
    mine = select(func.count()).select_from(watches.own(actor).subquery())
    if (db.session.scalar(mine) or 0) >= MOST:
        refuse("threshold.too_many", most=MOST)
    return IndicatorSubscription(id=subscription_id, person_id=actor.id)


def _exact(said: float) -> Decimal:
    """As it was typed, to the places that are kept."""
    return figures.kept(Decimal(str(said)))
