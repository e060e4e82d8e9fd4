"""Places get a code to hang at the door, and lose it."""

import os
from uuid import UUID

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health import policy
from backend.health.actions.renew import LETTERS
from backend.health.models.gate import Place
from backend.health.queries import places
from backend.health.rules.moments import VERSION

CODE = 16


def open_place(actor: Actor, *, id: UUID, name: str, area_code: str) -> Place:  # noqa: A002 - the field's name in the API
    """Twice is once; only where the officer keeps order."""
    kept = db.session.get(Place, id)
    if kept is not None:
        return kept if kept.created_by == actor.id else refuse("health.id_taken")
    if id.version != VERSION:
        refuse("health.bad_id")
    area = areas.current(area_code)
    if area is None or not policy.may_keep(actor, area.path):
        refuse("area.not_found")
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(CODE))
    made = Place(id=id, name=name, area_code=area.code, area_path=area.path, code=code, created_by=actor.id)
    db.session.add(made)
    db.session.flush()
    record("place.opened", ("place", made.id), actor=actor, area_path=made.area_path)
    return made


def close_place(actor: Actor, place_id: UUID) -> None:
    """Twice is once; what was checked in there stays until its time."""
    place = places.one_to_keep(actor, place_id)
    if place.closed_at is None:
        place.closed_at = clock.now()
        record("place.closed", ("place", place.id), actor=actor, area_path=place.area_path)
