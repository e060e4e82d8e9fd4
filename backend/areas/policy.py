"""Who may see which areas: the subtrees of his grants, and what stands above them."""

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.models import Area
from backend.areas.rules import paths
from backend.core.http.actor import Actor

#: changes the tree inside its own subtree
KEEPS_TREE = "system_admin"


def sees(actor: Actor) -> ColumnElement[bool]:
    """Own subtrees and their ancestors; without grants nothing."""
    own = paths.outermost(actor.paths)
    above = {ancestor for path in own for ancestor in paths.ancestors(path)}
    return or_(within(own), Area.path.in_(above))


def within(subtrees: list[str], column: InstrumentedAttribute[str] = Area.path) -> ColumnElement[bool]:
    """Is the column's path in one of the subtrees? One index range each."""
    return or_(false(), *((column >= path) & (column < paths.upper(path)) for path in subtrees))
