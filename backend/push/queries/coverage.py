"""Whom push reaches in the actor's subtrees: counts place by place, and by name those whom it does not."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person, RoleGrant
from backend.push import policy
from backend.push.models import PushDevice, PushTest
from backend.push.queries.standing import standing
from backend.push.rules.verdict import WHYS

COUNTS = ("people", "webpush", "live", "none", "tested", "untested", *WHYS)


def coverage(actor: Actor, *, area: str | None) -> dict[str, Any]:
    """The whole, and each place just below it; who belongs to none of those is in the whole alone."""
    scope = areas.scope(policy.watched(actor), area)
    rows = db.session.execute(_counted(scope.paths)).all()
    return {"total": _sum(rows, scope.paths), "areas": [_part(part, rows) for part in scope.parts]}


def _counted(paths: list[str]) -> Select[*tuple[Any, ...]]:
    """How many stand alike, place by place: grouped, so that each person's reason is looked up once."""
    each = standing(paths).subquery("each")
    alike = (each.c.place, each.c.webpush, each.c.live, each.c.tested, each.c.why)
    return select(*alike, func.count().label("people")).group_by(*alike)


def _sum(rows: Sequence[Row[*tuple[Any, ...]]], paths: list[str]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTS, 0)
    for row in rows:
        if row.place.startswith(tuple(paths)):
            way = "webpush" if row.webpush else "live" if row.live else "none"
            tested = ["tested" if row.tested else "untested"] if row.webpush else []
            for name in ("people", way, *tested, *([row.why] if row.why else [])):
                counts[name] += row.people
    return counts


def _part(area: Area, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, Any]:
    names = {name: getattr(area, name) for name in ("code", "level", "name_zh", "name_en")}
    return {**names, **_sum(rows, [area.path])}


def unreached(actor: Actor, *, area: str | None, why: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of those with a reason, or with this one, in the order of their places."""
    scope = areas.scope(policy.watched(actor), area)
    each = standing(scope.paths).subquery("each")
    query: Select[*tuple[Any, ...]] = (
        select(each, Person.name, Person.phone).join(Person, Person.id == each.c.person_id).where(~each.c.is_well)
    )
    if why is not None:
        query = query.where(each.c.why == why)
    found = page(query, by=(each.c.place, each.c.person_id), cursor=cursor, limit=limit)
    return {**found, "items": _with_details(actor, found["items"])}


def _with_details(actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    ids = [row.person_id for row in rows]
    roles = _roles(ids)
    shown, heard = _last(PushTest, PushTest.shown_at, ids), _last(PushDevice, PushDevice.seen_at, ids)
    here = select(Area).where(Area.path.in_({row.place for row in rows}))
    places = {area.path: area for area in db.session.scalars(here)}
    return [
        {
            "person_id": row.person_id,
            "name": row.name,
            "phone": row.phone if policy.may_call(actor, row.place) else None,
            "roles": roles.get(row.person_id, []),
            "area_code": places[row.place].code,
            "area_name_zh": places[row.place].name_zh,
            "area_name_en": places[row.place].name_en,
            "why": row.why,
            "last_heartbeat_at": heard.get(row.person_id),
            "last_test_shown_at": shown.get(row.person_id),
        }
        for row in rows
    ]


def _roles(ids: list[UUID]) -> dict[UUID, list[str]]:
    held = func.array_agg(RoleGrant.role.distinct())
    live = (RoleGrant.person_id.in_(ids), RoleGrant.revoked_at.is_(None))
    query = select(RoleGrant.person_id, held).where(*live).group_by(RoleGrant.person_id)
    return {person_id: list(roles) for person_id, roles in db.session.execute(query)}


def _last(table: type[PushTest | PushDevice], at: InstrumentedAttribute[Any], ids: list[UUID]) -> dict[UUID, Any]:
    last = select(table.person_id, func.max(at).label("at")).where(table.person_id.in_(ids))
    return {row.person_id: row.at for row in db.session.execute(last.group_by(table.person_id))}
