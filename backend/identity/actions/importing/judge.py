"""What would become of each line of a list: somebody new, a correction or nothing; or what is wrong with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.areas.rules.places import Place
from backend.core.errors import Problem
from backend.core.http.actor import Actor
from backend.core.sheets.fault import Fault
from backend.identity import policy
from backend.identity.actions.importing.known import Known
from backend.identity.actions.importing.placing import Placed
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.addresses import FIELDS
from backend.identity.rules.people_list import Row
from backend.identity.rules.roles import overlaps

#: What to do about people who are known already.
Existing = Literal["refuse", "skip", "update"]
Outcome = Literal["created", "updated", "unchanged", "skipped"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that can be taken in, and whom it is about."""

    row: Row
    home: Place
    role_area: Place
    person: Person | None
    outcome: Outcome
    #: name, phone, area_code, language, position, username, account, work_im_id, app_push_id, roles
    changes: tuple[str, ...] = ()
    #: whom a correction is about, as he was before it
    was: str | None = None

    @property
    def wants_password(self) -> bool:
        return self.row.username is not None and (self.outcome == "created" or "account" in self.changes)


def judge(actor: Actor, placed: list[Placed], known: Known, existing: Existing) -> tuple[list[Judged], list[Fault]]:
    listed = {(each.row.name, each.row.phone) for each in placed}
    judged: list[Judged] = []
    faults: list[Fault] = []
    meant: dict[UUID, int] = {}
    for each in placed:
        person = _meant(each, known, existing, listed)
        one = _judged(each, person, known, existing)
        faults += _faults(actor, one, known, existing)
        first = meant.setdefault(person.id, each.row.line) if person else each.row.line
        if first != each.row.line:
            faults.append(Fault(each.row.line, "name", "identity.import_repeated", {"first": first}))
        judged.append(one)
    return judged, faults


def _meant(each: Placed, known: Known, existing: Existing, listed: Collection[tuple[str, str]]) -> Person | None:
    """Who the row is about. A correction finds people by their username, or where only the name or only the number
    changed; never somebody whom another row names in full."""
    row = each.row
    exact = known.by_name_and_phone.get((row.name, row.phone))
    if exact is not None or existing != "update":
        return exact
    if row.username and (owner := known.by_username.get(row.username.lower())):
        return owner
    for alike in (known.by_phone.get(row.phone, []), known.by_name_and_area.get((row.name, each.home.code), [])):
        free = [one for one in alike if (one.name, one.phone) not in listed]
        if len(free) == 1:
            return free[0]
    return None


def _judged(each: Placed, person: Person | None, known: Known, existing: Existing) -> Judged:
    whole = (each.row, each.home, each.role_area, person)
    if person is None:
        return Judged(*whole, "created")
    if existing != "update":
        return Judged(*whole, "skipped")
    if changes := tuple(_changes(each, person, known)):
        return Judged(*whole, "updated", changes, f"{person.name} {person.phone}")
    return Judged(*whole, "unchanged")


def _changes(each: Placed, person: Person, known: Known) -> Iterator[str]:
    row, account = each.row, known.accounts.get(person.id)
    wanted = {"name": row.name, "phone": row.phone, "area_code": each.home.code, "language": row.language}
    yield from (name for name, value in wanted.items() if value is not None and value != getattr(person, name))
    if row.lng_wgs84 is not None and (row.lng_wgs84, row.lat_wgs84) != (person.lng_wgs84, person.lat_wgs84):
        yield "position"
    if row.username:
        if account is None:
            yield "account"
        elif account.username.lower() != row.username.lower():
            yield "username"
    said = row.addresses.items()
    yield from (FIELDS[channel] for channel, one in said if known.addresses.get((person.id, channel)) != one)
    if grants_to_add(each, known.grants.get(person.id, [])):
        yield "roles"


def grants_to_add(each: Placed | Judged, live: list[RoleGrant]) -> list[str]:
    """The roles that the person does not hold on the row's area, or not as its responsible one."""
    held = {(grant.role, grant.area_code): grant.is_lead for grant in live}
    lead = each.row.is_lead
    return [
        role
        for role in each.row.roles
        if (kept := held.get((role, each.role_area.code))) is None or (lead is not None and kept != lead)
    ]


def unplaced(row: Row, known: Known, existing: Existing) -> Iterator[Fault]:
    """What else is wrong with a row whose area is not known, so that one look shows all of it."""
    yield from _taken(row, known.by_name_and_phone.get((row.name, row.phone)), known, existing)


def _faults(actor: Actor, one: Judged, known: Known, existing: Existing) -> Iterator[Fault]:
    line, person = one.row.line, one.person
    yield from _taken(one.row, person, known, existing)
    if one.outcome in {"created", "updated"}:
        yield from _named_already(one.row, person, known)
    live = known.grants.get(person.id, []) if person else []
    if person and one.outcome == "updated":
        yield from _out_of_reach(actor, person, live, line)
    held = {grant.role for grant in live} | set(one.row.roles)
    if one.outcome in {"created", "updated"} and any(overlaps(held, role) for role in one.row.roles):
        yield Fault(line, "role", "identity.role_overlap")


def _taken(row: Row, person: Person | None, known: Known, existing: Existing) -> Iterator[Fault]:
    if person and existing == "refuse":
        yield Fault(row.line, "phone", "identity.person_exists")
    owner = known.by_username.get(row.username.lower()) if row.username else None
    mine = owner is person and existing == "update"
    skipped = person is not None and existing == "skip"
    if owner and not (mine or skipped):
        yield Fault(row.line, "username", "identity.username_taken")


def _named_already(row: Row, person: Person | None, known: Known) -> Iterator[Fault]:
    for channel, address in row.addresses.items():
        owner = known.by_address.get((channel, address))
        if owner is not None and owner.active and owner is not person:
            yield Fault(row.line, FIELDS[channel], "identity.address_taken")


def _out_of_reach(actor: Actor, person: Person, live: list[RoleGrant], line: int) -> Iterator[Fault]:
    try:
        policy.check_person(actor, person, live)
    except Problem as problem:
        yield Fault(line, "name", problem.code)
    if not person.active:
        yield Fault(line, "username", "identity.person_inactive")
