"""Adding a person to the own subtree."""

from sqlalchemy import exists, select, text

from backend.areas.models import Area
from backend.areas.queries import current
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.models import Person

#: class of the advisory lock that lets people come in one list after the other
ADDING = 7003


def create_person(
    actor: Actor,
    *,
    name: str,
    phone: str,
    area_code: str,
    language: str = "zh-CN",
    lng_wgs84: float | None = None,
    lat_wgs84: float | None = None,
) -> Person:
    area = area_in_force(area_code)
    policy.check_place(actor, area.path)
    one_list_at_a_time()
    if is_known(name, phone):
        refuse("identity.person_exists")
    place = {"area_code": area.code, "area_path": area.path, "lng_wgs84": lng_wgs84, "lat_wgs84": lat_wgs84}
    person = Person(name=name, phone=phone, language=language, **place)
    db.session.add(person)
    db.session.flush()
    record("person.created", ("person", person.id), actor=actor, area_path=person.area_path)
    return person


def one_list_at_a_time() -> None:
    """Until the transaction ends: two admins with the same list, or one who taps twice, make nobody twice."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:class, 0)"), {"class": ADDING})


def area_in_force(code: str) -> Area:
    """The area of a code, or the one that succeeded it."""
    area = current(code)
    if area is None:
        refuse("identity.area_unknown", area_code=code)
    return area


def is_known(name: str, phone: str) -> bool:
    """One phone may serve a household, but not two people of one name."""
    same = exists().where(Person.phone == phone, Person.name == name, Person.active)
    return bool(db.session.scalar(select(same)))
