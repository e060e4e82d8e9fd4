"""Adding people from a CSV: every line or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from backend.areas.models import Area
from backend.areas.queries import current
from backend.areas.rules.paths import covers
from backend.core.db import db, uuid7
from backend.core.errors import Problem, refuse
from backend.core.facts import record, record_many
from backend.core.http.actor import Actor
from backend.identity.actions import accounts
from backend.identity.actions.grant import granted_data
from backend.identity.models import Account, Person, RoleGrant
from backend.identity.rules import people_list
from backend.identity.rules.people_list import Fault, Row
from backend.identity.rules.roles import KEEPS_ACCOUNTS

#: An account costs a hash of 24 ms, and a request should end within half a minute.
ROWS = 5_000
ACCOUNTS = 500


def import_people(actor: Actor, text: str, *, dry_run: bool) -> dict[str, Any]:
    """Report: {dry_run, rows, created, errors: [{line, column, code, zh, en}], issued: [{line, person_id, …}]}."""
    rows, faults = people_list.read(text, at_most=ROWS + 1)
    if len(_lines(rows, faults)) > ROWS or sum(row.username is not None for row in rows) > ACCOUNTS:
        refuse("identity.import_too_large", rows=ROWS, accounts=ACCOUNTS)
    known = _known(rows)
    faults += [fault for row in rows for fault in _refused(actor, row, known)]
    report = {
        "dry_run": dry_run,
        "rows": len(_lines(rows, faults)),
        "created": 0,
        "errors": _shown(faults),
        "issued": [],
    }
    if faults or dry_run or not rows:
        return report
    people = [_person(row, known.areas[row.area_code]) for row in rows]
    db.session.add_all(people)
    db.session.flush()
    _record_people(actor, people)
    _grant(actor, rows, people, known.areas)
    return {**report, "created": len(people), "issued": _issue(rows, people)}


def _lines(rows: list[Row], faults: list[Fault]) -> set[int]:
    return {row.line for row in rows} | {fault.line for fault in faults if fault.column}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says of a list, read in three statements."""

    areas: dict[str, Area]
    people: set[tuple[str, str]]
    usernames: set[str]


def _known(rows: list[Row]) -> _Known:
    codes = {row.area_code for row in rows} | {row.role_area_code for row in rows}
    phones = {row.phone for row in rows}
    names = {row.username.lower() for row in rows if row.username}
    people = db.session.execute(select(Person.name, Person.phone).where(Person.phone.in_(phones), Person.active))
    lowered = func.lower(Account.username)
    return _Known(
        areas={code: area for code in codes if (area := current(code)) is not None},
        people={(name, phone) for name, phone in people},
        usernames=set(db.session.scalars(select(lowered).where(lowered.in_(names)))),
    )


def _refused(actor: Actor, row: Row, known: _Known) -> Iterator[Fault]:
    own = actor.paths_as(KEEPS_ACCOUNTS)
    for column in ("area_code", "role_area_code"):
        area = known.areas.get(getattr(row, column))
        if area is None:
            yield Fault(row.line, column, "identity.area_unknown")
        elif not any(covers(path, area.path) for path in own):
            yield Fault(row.line, column, "identity.outside_subtree")
        if row.role_area_code == row.area_code:
            break
    if (row.name, row.phone) in known.people:
        yield Fault(row.line, "phone", "identity.person_exists")
    if row.username and row.username.lower() in known.usernames:
        yield Fault(row.line, "username", "identity.username_taken")


def _person(row: Row, area: Area) -> Person:
    position = {"lng_wgs84": row.lng_wgs84, "lat_wgs84": row.lat_wgs84}
    place = {"area_code": area.code, "area_path": area.path, **position}
    return Person(id=uuid7(), name=row.name, phone=row.phone, language=row.language, **place)


def _record_people(actor: Actor, people: list[Person]) -> None:
    facts = [{"subject_id": person.id, "area_path": person.area_path} for person in people]
    record_many("person.created", "person", facts, actor=actor)
    record("people.imported", ("person", actor.id), actor=actor, data={"people": len(people)})


def _grant(actor: Actor, rows: list[Row], people: list[Person], areas: dict[str, Area]) -> None:
    grants = [
        RoleGrant(
            id=uuid7(),
            person_id=person.id,
            role=row.role,
            area_code=areas[row.role_area_code].code,
            area_path=areas[row.role_area_code].path,
            is_lead=row.is_lead,
            granted_by=actor.id,
        )
        for row, person in zip(rows, people, strict=True)
        if row.role
    ]
    db.session.add_all(grants)
    db.session.flush()
    facts = [{"subject_id": grant.id, "area_path": grant.area_path, "data": granted_data(grant)} for grant in grants]
    record_many("role.granted", "grant", facts, actor=actor)


def _issue(rows: list[Row], people: list[Person]) -> list[dict[str, Any]]:
    return [
        {"line": row.line, "person_id": person.id, **accounts.issue(person, row.username)}
        for row, person in zip(rows, people, strict=True)
        if row.username
    ]


def _shown(faults: list[Fault]) -> list[dict[str, Any]]:
    ordered = sorted(faults, key=lambda fault: fault.line)
    return [{"line": fault.line, "column": fault.column, "code": fault.code, **_words(fault)} for fault in ordered]


def _words(fault: Fault) -> dict[str, str]:
    problem = Problem(fault.code, **fault.details)
    return {"zh": problem.title("zh"), "en": problem.title("en")}
