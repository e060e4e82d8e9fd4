"""Makes people, their grants, their accounts and the phones they are signed in on."""

from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.actions.hashing import HASHER
from backend.identity.actions.sessions import Session
from backend.identity.models import Account, Device, Person, RoleGrant, SessionFamily
from backend.identity.queries import actors
from backend.identity.routes import tokens
from backend.identity.rules.actor import Actor

#: Everybody's, unless a test says otherwise.
PASSWORD = "plum-rain on nine bridges"

#: Above the numbers that plans give as examples.
_numbers = count(5001)


@cache
def known_hash() -> str:
    return HASHER.hash(PASSWORD)


def person(
    name: str, area_code: str, *roles: str, lead: bool = False, username: str | None = None, **more: Any
) -> Person:
    """A person at home in an area, with these roles on it; an account only where a username is given."""
    area = db.session.get_one(Area, area_code)
    made = Person(
        name=name, phone=f"1990000{next(_numbers) % 10_000:04d}", area_code=area.code, area_path=area.path, **more
    )
    db.session.add(made)
    db.session.flush()
    for role in roles:
        grant(made, role, area_code, lead=lead)
    if username:
        account(made, username)
    return made


def grant(held_by: Person, role: str, area_code: str, *, lead: bool = False) -> RoleGrant:
    area = db.session.get_one(Area, area_code)
    made = RoleGrant(person_id=held_by.id, role=role, area_code=area.code, area_path=area.path, is_lead=lead)
    db.session.add(made)
    db.session.flush()
    return made


def account(owner: Person, username: str, *, must_change: bool = False) -> Account:
    made = Account(
        person_id=owner.id,
        username=username,
        password_hash=known_hash(),
        must_change_password=must_change,
        password_changed_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def device(owner: Person, label: str = "phone") -> Device:
    made = Device(id=uuid7(), person_id=owner.id, label=label)
    db.session.add(made)
    db.session.flush()
    return made


def signed_in(who: Person, device_id: UUID | None = None) -> Session:
    """A session of its own, as after a sign-in on a new phone."""
    return sessions.begin(who.id, device_id=device_id or uuid7(), label="phone")


def actor(who: Person) -> Actor:
    """The person as actions take him, on the phone he is signed in on or a new one."""
    session = _session(who)
    found = actors.of_session(who.id, session)
    assert found is not None
    return found


def token_of(who: Person) -> str:
    """A bearer token for the test client; one phone per person, however often he calls."""
    session = _session(who)
    db.session.commit()
    return tokens.access_token(Session(who.id, session, uuid7()))


def _session(who: Person) -> UUID:
    live = (SessionFamily.person_id == who.id, SessionFamily.revoked_at.is_(None))
    kept = db.session.scalar(select(SessionFamily.id).where(*live).limit(1))
    return kept or signed_in(who).id
