"""Who is there in the actor's subtrees: counts place by place, and names page by page."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.duty import policy
from backend.duty.models import DutyPeriod
from backend.duty.queries.mine import period_shown
from backend.duty.queries.on_duty import is_now
from backend.duty.rules.kinds import KINDS
from backend.identity.models import Person


def visible_to(actor: Actor) -> Select[DutyPeriod]:
    return select(DutyPeriod).where(within(list(policy.watched(actor)), DutyPeriod.area_path))


def one_to_end(actor: Actor, period_id: UUID) -> DutyPeriod:
    """Of an officer's own subtree, held until the transaction ends; any other is not found."""
    own = within(list(actor.paths_as(policy.OFFICER)), DutyPeriod.area_path)
    held = select(DutyPeriod).where(DutyPeriod.id == period_id, own).with_for_update()
    found: DutyPeriod | None = db.session.scalar(held.execution_options(populate_existing=True))
    if found is None:
        refuse("duty.not_found")
    return found


def roster(actor: Actor, *, area: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """Counts of the whole and of the places just below it, and a page of the people, place after place."""
    scope = areas.scope(policy.watched(actor), area)
    counted = _counted(scope.paths)
    people: Select[*tuple[Any, ...]] = (
        select(DutyPeriod, Person.name, Person.phone, Area.name_zh, Area.name_en)
        .join(Person, Person.id == DutyPeriod.person_id)
        .join(Area, Area.code == DutyPeriod.area_code)
        .where(within(scope.paths, DutyPeriod.area_path), is_now(), Person.active)
    )

    def shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
        person = {"id": row.DutyPeriod.person_id, "name": row.name}
        person["phone"] = row.phone if policy.may_call(actor, row.DutyPeriod.area_path) else None
        return {**period_shown(row.DutyPeriod, row.name_zh, row.name_en), "person": person}

    found = page(people, by=(DutyPeriod.area_path, DutyPeriod.id), cursor=cursor, limit=limit, show=shown)
    return {**found, **_sum(counted, scope.paths), "areas": [_part(part, counted) for part in scope.parts]}


def _counted(paths: list[str]) -> dict[tuple[str, str], int]:
    query = (
        select(DutyPeriod.area_path, DutyPeriod.kind, func.count())
        .join(Person, Person.id == DutyPeriod.person_id)
        .where(within(paths, DutyPeriod.area_path), is_now(), Person.active)
        .group_by(DutyPeriod.area_path, DutyPeriod.kind)
    )
    return {(path, kind): count for path, kind, count in db.session.execute(query)}


def _sum(counted: dict[tuple[str, str], int], paths: list[str]) -> dict[str, int]:
    return {
        kind: sum(count for (path, of), count in counted.items() if of == kind and path.startswith(tuple(paths)))
        for kind in KINDS
    }


def _part(area: Area, counted: dict[tuple[str, str], int]) -> dict[str, Any]:
    names = {name: getattr(area, name) for name in ("code", "level", "name_zh", "name_en")}
    return {**names, **_sum(counted, [area.path])}
