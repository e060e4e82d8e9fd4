"""Correcting a person's record, and choosing the own language."""

from typing import Any
from uuid import UUID

from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions.addresses import set_addresses, taken_out
from backend.identity.actions.create_person import area_in_force
from backend.identity.models import Person
from backend.identity.queries import people


def edit_person(actor: Actor, person_id: UUID, **changes: Any) -> Person:
    """`changes`: any of name, phone, language, area_code, work_im_id, app_push_id, lng_wgs84 with lat_wgs84."""
    person = people.one_to_change(actor, person_id)
    policy.check_person(actor, person, people.live_grants(person_id))
    if "area_code" in changes:
        area = area_in_force(changes["area_code"])
        policy.check_place(actor, area.path)
        changes |= {"area_code": area.code, "area_path": area.path}
    fields = sorted(changes.keys() - {"area_path"})
    set_addresses(taken_out(person_id, changes))
    for name, value in changes.items():
        setattr(person, name, value)
    record("person.edited", ("person", person_id), actor=actor, area_path=person.area_path, data={"fields": fields})
    return person


def choose_language(actor: Actor, language: str) -> None:
    person = db.session.get_one(Person, actor.id)
    person.language = language
    data = {"fields": ["language"]}
    record("person.edited", ("person", actor.id), actor=actor, area_path=person.area_path, data=data)
