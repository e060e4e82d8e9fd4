"""Who says no is replaced by the next of the line, at once and once; and more are called where somebody asks for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from backend.areas.rules.paths import ancestors
from backend.commands.actions import stop
from backend.commands.actions.closure.join import join
from backend.commands.models.delivery import Delivery
from backend.commands.models.muster import Muster, MusterMember
from backend.commands.models.order import Order, OrderNode, OrderProgress
from backend.commands.queries import musters
from backend.commands.rules import lifecycle
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person

OUT = (State.declined, State.needs_help)


def call_next(order_id: UUID, *, person_id: UUID) -> int:
    """Safe to run twice; returns how many were called. The order's ending is held, as by everybody who adds to it."""
    muster = db.session.get(Muster, order_id)
    if muster is None:
        return 0
    stop.hold_ending(order_id)
    delivery = db.session.get(Delivery, (order_id, person_id), populate_existing=True)
    replaced = select(MusterMember).where(MusterMember.muster_id == order_id, MusterMember.for_person_id == person_id)
    if delivery is None or State(delivery.state) not in OUT or db.session.scalar(replaced) is not None:
        return 0
    return len(_call(muster, 1, for_person_id=person_id)) if _is_live(order_id) else 0


def call_more(actor: Actor, muster_id: UUID, *, count: int) -> None:
    """The line fills too slowly: so many more of those who stand by."""
    musters.one(actor, muster_id)
    stop.hold_ending(muster_id)
    if not _is_live(muster_id):
        refuse("muster.not_live")
    _call(db.session.get_one(Muster, muster_id), count, actor=actor)


def _is_live(order_id: UUID) -> bool:
    order = db.session.get_one(Order, order_id)
    ended = db.session.scalar(select(OrderProgress.ended_reason).where(OrderProgress.order_id == order_id))
    return lifecycle.sends(lifecycle.state_of(ended, order.expires, clock.now()))


def _call(
    muster: Muster, count: int, *, for_person_id: UUID | None = None, actor: Actor | None = None
) -> list[MusterMember]:
    now = clock.now()
    waiting = (
        select(MusterMember, Person)
        .join(Person, Person.id == MusterMember.person_id)
        .where(MusterMember.muster_id == muster.id, MusterMember.called_at.is_(None), Person.active)
        .order_by(MusterMember.rank)
        .limit(count)
    )
    called = []
    for member, person in db.session.execute(waiting).all():
        member.called_at, member.for_person_id = now, for_person_id
        db.session.flush()
        join(muster.id, _node(muster.id, person, now), person.id, role="volunteer", now=now)
        called.append(member)
    people = [str(member.person_id) for member in called]
    data = {"people": people, "for_person_id": str(for_person_id) if for_person_id else None}
    record("muster.called_next", ("order", muster.id), actor=actor, area_path=muster.area_path, data=data)
    return called


def _node(order_id: UUID, person: Person, now: datetime) -> OrderNode:
    """His place, and what stands above it, where nobody of it was asked before."""
    given = {"order_id": order_id, "paths": [*ancestors(person.area_path), person.area_path], "now": now}
    db.session.execute(text(PLACES), given)
    return db.session.get_one(OrderNode, (order_id, person.area_code))


PLACES = """
INSERT INTO order_node (order_id, area_code, area_path, level, people, quorum, deadline_at)
SELECT :order_id, area.code, area.path, area.level, 0, known.quorum, greatest(known.deadline_at, :now)
FROM area CROSS JOIN (SELECT quorum, deadline_at FROM order_node WHERE order_id = :order_id LIMIT 1) AS known
WHERE area.path = ANY (CAST(:paths AS text[]))
ON CONFLICT DO NOTHING
"""
