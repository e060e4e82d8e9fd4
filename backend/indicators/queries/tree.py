"""The areas in force, read once for all that a request or a job does with them."""

from sqlalchemy import select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.indicators.rules.tree import History, Lived, Node, Tree


def tree() -> Tree:
    columns = (Area.code, Area.level, Area.parent_code, Area.path)
    query = select(*columns).where(areas.in_force()).order_by(Area.path)
    return Tree(Node(*row) for row in db.session.execute(query))


def history() -> History:
    """Without what is announced: an area that ends next month is what it was."""
    columns = (Area.code, Area.parent_code, Area.valid_from, Area.valid_to, Area.successor_code)
    lived = (Lived(*row) for row in db.session.execute(select(*columns)))
    today = validity.day(clock.now())
    return History(one if one.valid_to is None or one.valid_to <= today else one.still() for one in lived)
