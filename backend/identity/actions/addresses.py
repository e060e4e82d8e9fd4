"""Keeping what channels call people: by whoever keeps the accounts, by a list, or by the phone itself."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.actions.create_person import one_list_at_a_time
from backend.identity.models import Person, PersonAddress
from backend.identity.rules.addresses import FIELDS


class Said(NamedTuple):
    person_id: UUID
    channel: str
    #: None: he has none there any more
    address: str | None


def taken_out(person_id: UUID, changes: dict[str, Any]) -> list[Said]:
    """The addresses among the changes of a record; they are taken out of it."""
    given = {channel: changes.pop(field) for channel, field in FIELDS.items() if field in changes}
    return [Said(person_id, channel, address) for channel, address in given.items()]


def set_addresses(said: Sequence[Said]) -> None:
    """The people's rows are written. What is somebody else's already is refused."""
    if not said:
        return
    one_list_at_a_time()
    known = whose([(one.channel, one.address) for one in said if one.address])
    for one in said:
        owner = known.get((one.channel, one.address or ""))
        if owner is not None and owner.id != one.person_id and owner.active:
            refuse("identity.address_taken")
    _forget_those_of_who_left(known)
    # What is said again stays as it was first said: by the phone itself, perhaps.
    keep([one for one in said if not _is_known(one, known)])


def whose(addresses: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Person]:
    """(channel, address) → whose it is."""
    key = tuple_(PersonAddress.channel, PersonAddress.address)
    found = select(PersonAddress.channel, PersonAddress.address, Person).join(
        Person, Person.id == PersonAddress.person_id
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(found.where(key.in_(addresses)))}


def keep(said: Sequence[Said], *, device_id: UUID | None = None) -> None:
    mine = tuple_(PersonAddress.person_id, PersonAddress.channel)
    if gone := [one[:2] for one in said if not one.address]:
        db.session.execute(delete(PersonAddress).where(mine.in_(gone)))
    for one in said:
        if one.address:
            row = {"address": one.address, "device_id": device_id, "set_at": clock.now()}
            new = insert(PersonAddress).values(person_id=one.person_id, channel=one.channel, **row)
            db.session.execute(new.on_conflict_do_update(index_elements=["person_id", "channel"], set_=row))


def say_client(actor: Actor, client_id: str) -> None:
    """The app on this phone is reached by this name now, and nobody else who had the phone before."""
    person = db.session.get_one(Person, actor.id)
    held = db.session.get(PersonAddress, (actor.id, "app_push"))
    if held is not None and (held.address, held.device_id) == (client_id, actor.device_id):
        return
    one_list_at_a_time()
    theirs = (PersonAddress.channel == "app_push", PersonAddress.address == client_id)
    db.session.execute(delete(PersonAddress).where(*theirs, PersonAddress.person_id != actor.id))
    keep([Said(actor.id, "app_push", client_id)], device_id=actor.device_id)
    data = {"fields": [FIELDS["app_push"]]}
    record("person.edited", ("person", actor.id), actor=actor, area_path=person.area_path, data=data)


def _is_known(one: Said, known: dict[tuple[str, str], Person]) -> bool:
    owner = known.get((one.channel, one.address or ""))
    return owner is not None and owner.id == one.person_id


def _forget_those_of_who_left(known: dict[tuple[str, str], Person]) -> None:
    left = [key for key, person in known.items() if not person.active]
    if left:
        key = tuple_(PersonAddress.channel, PersonAddress.address)
        db.session.execute(delete(PersonAddress).where(key.in_(left)))
