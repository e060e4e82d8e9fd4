"""What the signed-in person sees of himself."""

from typing import Any
from uuid import UUID

from backend.core.db import db
from backend.identity.models import Person
from backend.identity.queries.people import with_details


def me(person_id: UUID) -> dict[str, Any]:
    return with_details([db.session.get_one(Person, person_id)])[0]
