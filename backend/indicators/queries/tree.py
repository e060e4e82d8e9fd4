"""The areas in force, read once for all that a request or a job does with them."""

from sqlalchemy import select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.core.db import db
from backend.indicators.rules.tree import History, Lived, Node, Tree


def tree() -> Tree:
    columns = (Area.code, Area.level, Area.parent_code, Area.path)
    query = select(*columns).where(areas.in_force()).order_by(Area.path)
    return Tree(Node(*row) for row in db.session.execute(query))


def history() -> History:
    columns = (Area.code, Area.parent_code, Area.valid_from, Area.valid_to, Area.successor_code)
    return History(Lived(*row) for row in db.session.execute(select(*columns)))
