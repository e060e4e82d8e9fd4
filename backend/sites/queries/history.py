"""What happened to a site, the newest first: who, when, and how many it was about. No fact says whose code was what."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from backend.core.facts import Fact
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.sites.queries import sites


def listed(actor: Actor, site_id: UUID, *, cursor: str | None, limit: int) -> dict[str, Any]:
    site = sites.one(actor, site_id)
    query = (
        select(Fact.at, Fact.seq, Fact.kind, Fact.data, Person.name.label("by"))
        .outerjoin(Person, Person.id == Fact.actor_id)
        .where(Fact.subject_type == "site", Fact.subject_id == str(site.id))
    )
    return page(query, by=(Fact.at, Fact.seq), cursor=cursor, limit=limit, descending=True, show=_shown)


def _shown(row: Row[Any]) -> dict[str, Any]:
    said = {name: row.data.get(name) for name in ("workers", "late", "reason")}
    day = row.data.get("day")
    about = {"day": None if day is None else date.fromisoformat(day), **said}
    return {"kind": row.kind.removeprefix("site."), "at": row.at, "by": row.by, **about}
