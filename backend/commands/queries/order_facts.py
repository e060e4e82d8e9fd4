"""Every fact of an order, in the order in which they were written: what a report proves itself with."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import OrderProgress
from backend.commands.queries.board_scope import scope
from backend.commands.rules.report import EXPORTED
from backend.core.db import db
from backend.core.facts import Fact
from backend.core.http.actor import Actor

OF_ORDER = ("order", "submission", "order_receipts")
COLUMNS = ("at", "seq", "kind", "subject_type", "subject_id", "actor_id", "area_path", "data")


def facts(actor: Actor, order_id: UUID) -> Iterator[dict[str, Any]]:
    """The order's own, those of the one that ended it, of its receipts and calls for help; in the actor's places."""
    seen = scope(actor, order_id)
    ended_by = db.session.scalar(select(OrderProgress.ended_by_order_id).where(OrderProgress.order_id == order_id))
    subjects = [str(one) for one in (order_id, ended_by) if one is not None]
    calls = [str(one) for one in db.session.scalars(select(HelpCall.id).where(HelpCall.order_id == order_id))]
    above = {path for subtree in seen.subtrees for path in ancestors(subtree)}
    place: InstrumentedAttribute[Any] = Fact.area_path
    here = or_(Fact.area_path.is_(None), within(seen.subtrees, place), Fact.area_path.in_(above))
    of_order = Fact.subject_type.in_(OF_ORDER) & Fact.subject_id.in_(subjects)
    of_calls = (Fact.subject_type == "help_call") & Fact.subject_id.in_(calls)
    query = select(*(getattr(Fact, name) for name in COLUMNS)).where(
        or_(of_order, of_calls), here, Fact.kind != EXPORTED
    )
    for row in db.session.execute(query.order_by(Fact.at, Fact.seq)):
        yield row._asdict()
