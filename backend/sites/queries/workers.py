"""Reads of a site's workers: how each stands, with name and number masked, and what is known of their colours."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.health.models.state import HealthState
from backend.identity.models import Person
from backend.sites.models.site import ON_LIST, SiteWorker
from backend.sites.queries import sites
from backend.sites.rules import clearing
from backend.volunteers.rules import masking


def listed(
    actor: Actor, site_id: UUID, *, state: str | None, q: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    query = select(SiteWorker).where(SiteWorker.site_id == sites.one(actor, site_id).id)
    query = query.where(~ON_LIST if state == clearing.REMOVED else ON_LIST)
    if state in clearing.STATES:
        query = query.where(_in(state))
    if q is not None:
        # What is masked is found by its beginning or its end, not by a letter in between.
        names = (SiteWorker.name.startswith(q, autoescape=True), SiteWorker.phone.endswith(q, autoescape=True))
        query = query.where(or_(*names))
    return page(query, by=(SiteWorker.name, SiteWorker.id), cursor=cursor, limit=limit, show=shown)


def one(site_id: UUID, worker_id: UUID, *, also_removed: bool = False) -> SiteWorker:
    """Held until the transaction ends."""
    query = select(SiteWorker).where(SiteWorker.site_id == site_id, SiteWorker.id == worker_id)
    found: SiteWorker | None = db.session.scalar((query if also_removed else query.where(ON_LIST)).with_for_update())
    return found if found is not None else refuse("site.worker_not_found")


def to_clear(site_id: UUID, workers: Sequence[UUID] | None) -> list[SiteWorker]:
    """Those that are named, or whoever is not cleared now."""
    query = select(SiteWorker).where(SiteWorker.site_id == site_id, ON_LIST)
    if workers is not None:
        query = query.where(SiteWorker.id.in_(workers))
    else:
        query = query.where(SiteWorker.cleared_until.is_(None) | (SiteWorker.cleared_until <= clock.now()))
    return list(db.session.scalars(query.order_by(SiteWorker.id).with_for_update()))


def known(workers: Sequence[SiteWorker]) -> dict[tuple[str, str], Any]:
    """Name and number → the one person who has both, with his colour: person_id, colour, valid_until."""
    query = (
        select(Person.name, Person.phone, Person.id.label("person_id"), HealthState.colour, HealthState.valid_until)
        .outerjoin(HealthState, HealthState.person_id == Person.id)
        .where(tuple_(Person.name, Person.phone).in_([(one.name, one.phone) for one in workers]), Person.active)
        .order_by(Person.id)
    )
    return {(row.name, row.phone): row for row in db.session.execute(query)}


def is_used(worker: SiteWorker, code_hash: bytes) -> bool:
    """Has the same code cleared somebody else, here or at another site?"""
    query = select(SiteWorker.id).where(SiteWorker.code_hash == code_hash, SiteWorker.id != worker.id, ON_LIST)
    return db.session.scalar(query.limit(1)) is not None


def shown(one: SiteWorker) -> dict[str, Any]:
    names = ("id", "trade", "colour", "why", "source", "cleared_until", "decided_at", "purge_after", "removed_why")
    whole = {name: getattr(one, name) for name in names}
    return {**whole, "name": masking.name(one.name), "phone": masking.phone(one.phone), "state": state_of(one)}


def _in(state: str) -> ColumnElement[bool]:
    if state == "listed":
        return SiteWorker.passed.is_(None)
    if state == "refused":
        return SiteWorker.passed.is_(False)
    now = clock.now()
    return SiteWorker.cleared_until > now if state == "cleared" else SiteWorker.cleared_until <= now


def state_of(one: SiteWorker) -> str:
    if one.removed_at is not None:
        return clearing.REMOVED
    if one.passed is None:
        return "listed"
    if not one.passed:
        return "refused"
    return "cleared" if one.cleared_until is not None and one.cleared_until > clock.now() else "expired"
