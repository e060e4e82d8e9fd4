"""The people an actor may see, one or page by page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, exists, func, or_, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import covers
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Account, Person, PersonAddress, RoleGrant
from backend.identity.rules.addresses import FIELDS, masked
from backend.identity.rules.roles import KEEPS_ACCOUNTS, SEE_PEOPLE

LIVE = RoleGrant.revoked_at.is_(None)


def visible_to(actor: Actor) -> Select[Person]:
    """Oneself, and for those who command or keep accounts the people of their subtrees."""
    own = list(actor.paths_as(*SEE_PEOPLE))
    return select(Person).where(or_(Person.id == actor.id, belongs(own)))


def belongs(paths: list[str]) -> ColumnElement[bool]:
    """At home in one of the subtrees, or come from elsewhere with a role there.

    The guests are few and gathered once, as an array, so that both halves are index conditions.
    """
    home = within(paths, Person.area_path)
    guest = Person.__table__.alias("guest")
    guests = (
        select(RoleGrant.person_id)
        .join(guest, guest.c.id == RoleGrant.person_id)
        .where(LIVE, within(paths, RoleGrant.area_path), ~within(paths, guest.c.area_path))
    )
    return or_(home, Person.id == any_(func.array(guests.scalar_subquery())))


def one(actor: Actor, person_id: UUID) -> Person:
    """The person; another street's person is not found."""
    found: Person | None = db.session.scalar(visible_to(actor).where(Person.id == person_id))
    if found is None:
        refuse("identity.person_not_found")
    return found


def one_to_change(actor: Actor, person_id: UUID) -> Person:
    """The same, held until the transaction ends: two admins change one after the other."""
    one(actor, person_id)
    return db.session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def many(actor: Actor, ids: Sequence[UUID], *, hold: bool) -> Sequence[Person]:
    """The same for many, held or not; one that is not found refuses them all."""
    seen = set(db.session.scalars(visible_to(actor).where(Person.id.in_(ids)).with_only_columns(Person.id)))
    if len(seen) != len(set(ids)):
        refuse("identity.person_not_found")
    query = select(Person).where(Person.id.in_(ids)).order_by(Person.id).execution_options(populate_existing=True)
    return db.session.scalars(query.with_for_update() if hold else query).all()


def live_grants_of(ids: Sequence[UUID]) -> dict[UUID, list[RoleGrant]]:
    found: dict[UUID, list[RoleGrant]] = {}
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_(ids), LIVE)):
        found.setdefault(grant.person_id, []).append(grant)
    return found


def live_grants(person_id: UUID) -> Sequence[RoleGrant]:
    return db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, LIVE)).all()


def listed(actor: Actor, *, area: str | None, cursor: str | None, limit: int, **asked: Any) -> dict[str, Any]:
    """A page of people in the order of their areas; see `_matching` for what else can be asked."""
    query = visible_to(actor) if area is None else _visible_in(actor, path_of(area))
    found = page(_matching(query, **asked), by=(Person.area_path, Person.id), cursor=cursor, limit=limit)
    return {**found, "items": with_details(found["items"])}


def _matching(
    query: Select[Person], *, role: str | None, q: str | None, active: bool, account: bool | None
) -> Select[Person]:
    """`q` is part of a name, or how a number or a username begins."""
    query = query.where(Person.active == active)
    if role is not None:
        query = query.where(exists().where(RoleGrant.person_id == Person.id, LIVE, RoleGrant.role == role))
    if account is not None:
        has_one = exists().where(Account.person_id == Person.id)
        query = query.where(has_one if account else ~has_one)
    if q:
        number = q.lstrip("+").isdigit()
        spelt = Person.phone.startswith(q, autoescape=True) if number else Person.name.contains(q, autoescape=True)
        query = query.where(or_(spelt, Person.id == any_(func.array(_called(q).scalar_subquery()))))
    return query


def _called(q: str) -> Select[Any]:
    """Whose username begins like this; gathered once, as an array."""
    return select(Account.person_id).where(func.lower(Account.username).startswith(q.lower(), autoescape=True))


def counted(actor: Actor, *roles: str) -> list[dict[str, Any]]:
    """How many active people belong to each area of the subtrees on which one of these roles is held."""
    home = within(list(actor.paths_as(*roles)), Person.area_path)
    query = select(Person.area_code, func.count()).where(home, Person.active).group_by(Person.area_code)
    return [{"area_code": code, "people": count} for code, count in db.session.execute(query)]


def _visible_in(actor: Actor, path: str) -> Select[Person]:
    """The visible people of an area, by the ranges that both share: half the conditions, a tenth of the time."""
    own = actor.paths_as(*SEE_PEOPLE)
    shared = [max(path, mine, key=len) for mine in own if covers(mine, path) or covers(path, mine)]
    return select(Person).where(belongs(shared))


def path_of(code: str) -> str:
    """The path of an area, also of a former one; an unknown one has no people."""
    path = db.session.scalar(select(Area.path).where(Area.code == code))
    if path is None:
        refuse("identity.area_unknown")
    return path


def shown(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """The addresses as they are for who can change them."""
    person = one(actor, person_id)
    found = with_details([person])[0]
    keeps = any(covers(own, person.area_path) for own in actor.paths_as(KEEPS_ACCOUNTS))
    return {**found, **_addresses([person_id], whole=True)[person_id]} if keeps else found


def with_details(people: Sequence[Person]) -> list[dict[str, Any]]:
    """People with the names of their areas, their username, their live grants and their addresses, masked."""
    ids = [person.id for person in people]
    addresses = _addresses(ids)
    grants = _grants(ids)
    names = db.session.scalars(select(Area).where(Area.code.in_({person.area_code for person in people})))
    areas = {area.code: area for area in names}
    accounts = {a.person_id: a for a in db.session.scalars(select(Account).where(Account.person_id.in_(ids)))}
    return [
        {**_shown(person, areas[person.area_code], accounts.get(person.id), grants), **addresses[person.id]}
        for person in people
    ]


def _addresses(ids: Sequence[UUID], *, whole: bool = False) -> dict[UUID, dict[str, str | None]]:
    found: dict[UUID, dict[str, str | None]] = {who: dict.fromkeys(FIELDS.values()) for who in ids}
    for one in db.session.scalars(select(PersonAddress).where(PersonAddress.person_id.in_(ids))):
        found[one.person_id][FIELDS[one.channel]] = one.address if whole else masked(one.address)
    return found


def _grants(ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    query = (
        select(RoleGrant, Area.name_zh, Area.name_en)
        .join(Area, Area.code == RoleGrant.area_code)
        .where(RoleGrant.person_id.in_(ids), LIVE)
        .order_by(RoleGrant.area_path, RoleGrant.role)
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for grant, name_zh, name_en in db.session.execute(query):
        place = {"area_code": grant.area_code, "area_name_zh": name_zh, "area_name_en": name_en}
        row = {"id": grant.id, "role": grant.role, "is_lead": grant.is_lead, **place}
        found.setdefault(grant.person_id, []).append(row)
    return found


def _shown(
    person: Person, area: Area, account: Account | None, grants: dict[UUID, list[dict[str, Any]]]
) -> dict[str, Any]:
    columns = ("id", "name", "phone", "language", "active", "lng_wgs84", "lat_wgs84")
    return {
        **{name: getattr(person, name) for name in columns},
        "username": account.username if account else None,
        "must_change_password": account.must_change_password if account else False,
        "area": {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en},
        "grants": grants.get(person.id, []),
    }
