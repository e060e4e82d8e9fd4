"""What was handed to the duty desk: a person's own, and a desk's."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.devices import policy
from backend.devices.models import HandedOver
from backend.identity.models import Person
from backend.uploads.queries import photos

NAMES = (
    *("id", "method", "path", "status", "code", "device_at", "clock_offset_ms", "received_at"),
    *("settled_at", "outcome", "note"),
)
SETTLER = aliased(Person)


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(HandedOver, Person.name, SETTLER.name.label("settler_name"))
        .join(Person, Person.id == HandedOver.person_id)
        .outerjoin(SETTLER, SETTLER.id == HandedOver.settled_by)
        .where(policy.sees(actor))
    )


def listed(actor: Actor, *, settled: bool | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    query = visible_to(actor)
    if settled is not None:
        query = query.where(HandedOver.settled_at.is_not(None) if settled else HandedOver.settled_at.is_(None))
    by = (HandedOver.received_at, HandedOver.id)
    return page(query, by=by, cursor=cursor, limit=limit, descending=True, show=shown)


def one(actor: Actor, item_id: UUID) -> dict[str, Any]:
    """With its bytes as text: what a phone seals is JSON."""
    row = db.session.execute(visible_to(actor).where(HandedOver.id == item_id)).one_or_none()
    if row is None:
        refuse("quarantine.not_found")
    return {**shown(row), "body": row.HandedOver.body.decode(errors="replace")}


def one_to_settle(actor: Actor, item_id: UUID) -> HandedOver:
    """Of his desk; held until the transaction ends."""
    held = select(HandedOver).where(HandedOver.id == item_id, policy.at_desk(actor)).with_for_update()
    found: HandedOver | None = db.session.scalar(held.execution_options(populate_existing=True))
    return found or refuse("quarantine.not_found")


def photo(actor: Actor, item_id: UUID, sha256: str, *, size: photos.Size) -> bytes:
    """Only what the item itself names, and whoever handed it over has sent."""
    row = db.session.execute(visible_to(actor).where(HandedOver.id == item_id)).one_or_none()
    item: HandedOver | None = row.HandedOver if row else None
    if item is None or sha256 not in _arrived(item):
        refuse("quarantine.not_found")
    return photos.read(sha256, size=size)


def shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    item: HandedOver = row.HandedOver
    here = _arrived(item)
    settler = None if item.settled_by is None else {"id": item.settled_by, "name": row.settler_name}
    return {
        **{name: getattr(item, name) for name in NAMES},
        "person": {"id": item.person_id, "name": row.name},
        "settled_by": settler,
        "photos": [{"sha256": sha256, "arrived": sha256 in here} for sha256 in item.photos],
    }


def _arrived(item: HandedOver) -> set[str]:
    if not item.photos:
        return set()
    return photos.arrived(item.id, author_id=item.person_id) & set(item.photos)


def kept(ids: Collection[UUID]) -> set[UUID]:
    """Of these records, those that are items here: their uploads say which photos came."""
    return set(db.session.scalars(select(HandedOver.id).where(HandedOver.id.in_(ids))))
