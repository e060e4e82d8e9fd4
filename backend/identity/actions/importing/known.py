"""The people that a list may mean, with their accounts and roles, read in a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_

from backend.core.db import db
from backend.identity.actions.addresses import whose
from backend.identity.actions.importing.placing import Placed
from backend.identity.models import Account, Person, PersonAddress, RoleGrant
from backend.identity.rules.people_list import Row

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Known:
    people: dict[UUID, Person]
    by_name_and_phone: dict[tuple[str, str], Person]
    by_phone: dict[str, list[Person]]
    by_name_and_area: dict[tuple[str, str], list[Person]]
    #: lower-case username → who has it
    by_username: dict[str, Person]
    accounts: dict[UUID, Account]
    grants: dict[UUID, list[RoleGrant]]
    #: person, channel → what it calls him
    addresses: dict[tuple[UUID, str], str]
    #: channel, what it calls somebody → whom
    by_address: dict[tuple[str, str], Person]


def read(rows: list[Row], placed: list[Placed], *, hold: bool) -> Known:
    """`hold` keeps the people's rows until the transaction ends: the list is about to change them."""
    names = {row.username.lower() for row in rows if row.username}
    lowered = func.lower(Account.username)
    owners = db.session.execute(select(lowered, Account.person_id).where(lowered.in_(names)))
    taken: dict[str, UUID] = {name: who for name, who in owners}  # noqa: C416 - a Row is no pair to mypy
    people = {one.id: one for one in db.session.scalars(_people(rows, placed, set(taken.values()), hold=hold))}
    active = [one for one in people.values() if one.active]
    accounts = db.session.scalars(_anew(select(Account).where(Account.person_id.in_(people))))
    live = select(RoleGrant).where(RoleGrant.person_id.in_(people), RoleGrant.revoked_at.is_(None))
    return Known(
        people=people,
        by_name_and_phone={(one.name, one.phone): one for one in active},
        by_phone=_grouped((one.phone, one) for one in active),
        by_name_and_area=_grouped(((one.name, one.area_code), one) for one in active),
        by_username={name: people[who] for name, who in taken.items()},
        accounts={account.person_id: account for account in accounts},
        grants=_grouped((grant.person_id, grant) for grant in db.session.scalars(_anew(live))),
        addresses=_addresses(people),
        by_address=whose([pair for row in rows for pair in row.addresses.items()]),
    )


def _addresses(ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    held = db.session.scalars(_anew(select(PersonAddress).where(PersonAddress.person_id.in_(ids))))
    return {(one.person_id, one.channel): one.address for one in held}


def _people(rows: list[Row], placed: list[Placed], owners: set[UUID], *, hold: bool) -> Select[Any]:
    phones = {row.phone for row in rows}
    homes = {(each.row.name, each.home.code) for each in placed}
    alike = or_(Person.phone.in_(phones), tuple_(Person.name, Person.area_code).in_(homes)) & Person.active
    query = _anew(select(Person).where(or_(alike, Person.id.in_(owners))).order_by(Person.id))
    return query.with_for_update() if hold else query


def _anew(query: Select[Any]) -> Select[Any]:
    """Past what the session has seen before it waited for its turn."""
    return query.execution_options(populate_existing=True)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
