"""Taking a list of people in: the new ones, the corrections, their roles and their passwords."""

from typing import Any

from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.facts import record, record_many
from backend.core.http.actor import Actor
from backend.identity.actions import accounts
from backend.identity.actions.accounts import Ready
from backend.identity.actions.addresses import Said, set_addresses
from backend.identity.actions.grant import granted_data
from backend.identity.actions.importing.judge import Judged, grants_to_add
from backend.identity.actions.importing.known import Known
from backend.identity.actions.revoke import revoked_data
from backend.identity.models import Person, RoleGrant


def write(actor: Actor, judged: list[Judged], known: Known, ready: list[Ready]) -> list[dict[str, Any]]:
    """The issued passwords: [{line, person_id, name, username, password}]."""
    people = [(one, one.person or _new(one)) for one in judged if one.outcome in {"created", "updated"}]
    db.session.add_all(person for one, person in people if one.outcome == "created")
    old_homes = {one.row.line: person.area_code for one, person in people}
    for one, person in people:
        if one.outcome == "updated":
            _correct(one, person)
    db.session.flush()
    set_addresses([Said(person.id, *said) for one, person in people for said in one.row.addresses.items()])
    _record_people(actor, people)
    _grant(actor, people, known, old_homes)
    return _issue(actor, people, known, ready)


def _new(one: Judged) -> Person:
    row = one.row
    position = {"lng_wgs84": row.lng_wgs84, "lat_wgs84": row.lat_wgs84}
    place = {"area_code": one.home.code, "area_path": one.home.path, **position}
    return Person(id=uuid7(), name=row.name, phone=row.phone, language=row.language or "zh-CN", **place)


def _correct(one: Judged, person: Person) -> None:
    row = one.row
    person.name, person.phone = row.name, row.phone
    person.area_code, person.area_path = one.home.code, one.home.path
    person.language = row.language or person.language
    if row.lng_wgs84 is not None:
        person.lng_wgs84, person.lat_wgs84 = row.lng_wgs84, row.lat_wgs84


def _record_people(actor: Actor, people: list[tuple[Judged, Person]]) -> None:
    made = [(one, person) for one, person in people if one.outcome == "created"]
    record_many("person.created", "person", [_fact(person) for _, person in made], actor=actor)
    edited = [
        {**_fact(person), "data": {"fields": sorted(one.changes)}}
        for one, person in people
        if set(one.changes) - {"account", "roles"}
    ]
    record_many("person.edited", "person", edited, actor=actor)
    data = {"people": len(made), "updated": len(people) - len(made)}
    record("people.imported", ("person", actor.id), actor=actor, data=data)


def _fact(person: Person) -> dict[str, Any]:
    return {"subject_id": person.id, "area_path": person.area_path}


def _grant(actor: Actor, people: list[tuple[Judged, Person]], known: Known, old_homes: dict[int, str]) -> None:
    """Roles follow who moves: the grid worker of one grid becomes that of another."""
    ended, begun = [], []
    for one, person in people:
        live = known.grants.get(person.id, [])
        adding = grants_to_add(one, live)
        leaving = {(role, one.role_area.code) for role in adding}
        if old_homes[one.row.line] != one.home.code:
            leaving |= {(role, old_homes[one.row.line]) for role in one.row.roles}
        leaving_ones = [held for held in live if (held.role, held.area_code) in leaving]
        begun += [_new_grant(actor, one, person, role, leaving_ones) for role in adding]
        ended += leaving_ones
    for held in ended:
        held.revoked_at = clock.now()
    db.session.flush()
    db.session.add_all(begun)
    db.session.flush()
    facts = [{"subject_id": held.id, "area_path": held.area_path, "data": revoked_data(held)} for held in ended]
    record_many("role.revoked", "grant", facts, actor=actor)
    facts = [{"subject_id": new.id, "area_path": new.area_path, "data": granted_data(new)} for new in begun]
    record_many("role.granted", "grant", facts, actor=actor)


def _new_grant(actor: Actor, one: Judged, person: Person, role: str, leaving: list[RoleGrant]) -> RoleGrant:
    """Responsible as the list says, or as in the place that the person comes from."""
    place = {"area_code": one.role_area.code, "area_path": one.role_area.path}
    before = any(held.role == role and held.is_lead for held in leaving)
    lead = before if one.row.is_lead is None else one.row.is_lead
    return RoleGrant(id=uuid7(), person_id=person.id, role=role, is_lead=lead, granted_by=actor.id, **place)


def _issue(actor: Actor, people: list[tuple[Judged, Person]], known: Known, ready: list[Ready]) -> list[dict[str, Any]]:
    issued = []
    for one, person in people:
        if "username" in one.changes:
            known.accounts[person.id].username = one.row.username or ""
        if one.wants_password:
            given = accounts.issue(person, one.row.username, ready=ready.pop() if ready else None)
            issued.append({"line": one.row.line, "person_id": person.id, "name": person.name, **given})
    facts = [_fact(person) for one, person in people if one.wants_password]
    record_many("password.issued", "person", facts, actor=actor)
    return issued
