"""Adding a person with what channels call him."""

from typing import Any

from backend.core.http.actor import Actor
from backend.identity.actions.addresses import Said, set_addresses
from backend.identity.actions.create_person import create_person
from backend.identity.models import Person
from backend.identity.rules.addresses import FIELDS


def add_person(actor: Actor, **record: Any) -> Person:
    """`record`: as `create_person` takes it, and any of work_im_id, app_push_id."""
    said = {channel: record.pop(field, None) for channel, field in FIELDS.items()}
    person = create_person(actor, **record)
    set_addresses([Said(person.id, channel, address) for channel, address in said.items() if address])
    return person
