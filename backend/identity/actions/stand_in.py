"""A row among the people for a program that acts: signs in nowhere, holds nothing, is reached by nothing."""

from backend.areas.models import Area
from backend.core.db import db
from backend.identity.models import Person


def stand_in(name: str, area: Area) -> Person:
    """Not active, as somebody who has left: records name it, lists of people do not."""
    made = Person(name=name, phone="", area_code=area.code, area_path=area.path, active=False)
    db.session.add(made)
    db.session.flush()
    return made
