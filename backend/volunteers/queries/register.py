"""The register as an actor may see it: masked, page by page, and one by one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.volunteers import policy
from backend.volunteers.models.register import Volunteer
from backend.volunteers.rules.masking import MASKS

COLUMNS = (
    Person.id, Person.name, Person.phone, Volunteer.external_id, Volunteer.skills, Volunteer.availability,
    Volunteer.paused_until, Volunteer.consented_on, Volunteer.kept_until, Volunteer.joined_at,
    Area.code.label("area_code"), Area.name_zh, Area.name_en,
)  # fmt: skip


def joined() -> Select[*tuple[Any, ...]]:
    query = select(*COLUMNS).select_from(Volunteer).join(Person, Person.id == Volunteer.person_id)
    return query.join(Area, Area.code == Person.area_code).where(Person.active)


def narrowed(actor: Actor, **asked: Any) -> Select[*tuple[Any, ...]]:
    """Those of the own subtrees, narrowed by all that is asked; see FILTERS."""
    given = [FILTERS[name](actor, value) for name, value in asked.items() if value not in {None, ""}]
    return joined().where(within(list(policy.read(actor)), Person.area_path), *given)


def listed(actor: Actor, *, cursor: str | None, limit: int, **asked: Any) -> dict[str, Any]:
    """In the order of their grids; the first page also says how many they are."""
    query = narrowed(actor, **asked)
    found = page(query, by=(Person.area_path, Person.id), cursor=cursor, limit=limit, show=masked)
    return {**found, "total": counted(query) if cursor is None else None}


def counted(query: Select[*tuple[Any, ...]]) -> int:
    some = query.with_only_columns(Person.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def one(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """Masked; another street's volunteer is not found."""
    return masked(_row(actor, person_id))


def whole(actor: Actor, person_id: UUID) -> Any:
    """As it is, for whoever has said why."""
    return _row(actor, person_id)


def one_to_change(actor: Actor, person_id: UUID) -> Volunteer:
    """Held until the transaction ends; only inside the subtrees that the actor keeps."""
    own = within(list(policy.kept(actor)), Person.area_path)
    query = select(Volunteer).join(Person, Person.id == Volunteer.person_id).where(Person.active, own)
    held = query.where(Volunteer.person_id == person_id).with_for_update(of=Volunteer)
    found: Volunteer | None = db.session.scalar(held)
    return found if found is not None else refuse("volunteer.not_found")


def masked(row: Any) -> dict[str, Any]:
    return shown(row) | {name: mask(getattr(row, name)) for name, mask in MASKS.items()}


def shown(row: Any) -> dict[str, Any]:
    names = ("id", "name", "phone", "external_id", "consented_on", "kept_until", "joined_at", "paused_until")
    area = {"code": row.area_code, "name_zh": row.name_zh, "name_en": row.name_en}
    rests = row.paused_until is not None and row.paused_until > areas.today()
    lists = {"skills": list(row.skills), "availability": list(row.availability)}
    return {**{name: getattr(row, name) for name in names}, **lists, "area": area, "available": not rests}


def is_available() -> ColumnElement[bool]:
    return or_(Volunteer.paused_until.is_(None), Volunteer.paused_until <= areas.today())


def _row(actor: Actor, person_id: UUID) -> Any:
    row = db.session.execute(narrowed(actor).where(Person.id == person_id)).one_or_none()
    return row if row is not None else refuse("volunteer.not_found")


def _says(_actor: Actor, words: str) -> ColumnElement[bool]:
    """Digits end a phone number or a number of 志愿汇; anything else is part of a name, or begins such a number."""
    words = words.strip()
    if words.isdigit() and words.isascii():
        return func.right(Person.phone, len(words)) == words
    by_number = func.upper(Volunteer.external_id).startswith(words.upper(), autoescape=True)
    return or_(func.strpos(Person.name, words) > 0, by_number)


def _area(actor: Actor, code: str) -> ColumnElement[bool]:
    return within([areas.one(actor, code).path], Person.area_path)


def _available(_actor: Actor, wanted: bool) -> ColumnElement[bool]:
    return is_available() if wanted else ~is_available()


#: what may be asked → what it means
FILTERS: dict[str, Callable[[Actor, Any], ColumnElement[bool]]] = {
    "area": _area,
    "q": _says,
    "skill": lambda _, skill: Volunteer.skills.contains([skill]),
    "availability": lambda _, part: Volunteer.availability.contains([part]),
    "available": _available,
}
