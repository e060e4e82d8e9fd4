"""However a chain of orders went out, once taken back nothing of it leaves, and who may have any of it hears so."""

from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from backend.commands.actions import cancel, update
from backend.commands.models.order import Order
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.push import jobs
from backend.push.channels.envelope import Envelope
from backend.push.models import ChannelMessage
from tests import cast as places
from tests.builders import ladder, orders, people, tally
from tests.builders.ladder import Channel
from tests.builders.orders import Gateway
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")
#: what may happen before the tap: some are taken up by a sender, some of those are settled, the order is replaced
HAPPENS = some.one_of(
    some.tuples(some.sampled_from(["push", "sms"]), some.integers(1, 6)),
    some.tuples(some.sampled_from(["accepted", "unsent", "retry", "gone"]), some.integers(1, 6)),
    some.tuples(some.just("wait"), some.sampled_from([1, 30, 45])),
    some.tuples(some.just("update"), some.just(0)),
)


class Senders:
    """A push service and a message centre, and what each has in its hands."""

    def __init__(self) -> None:
        self.of = {"push": Gateway(1), "sms": Channel("sms", 2)}
        for one in self.of.values():
            one.live()
        self.out: list[tuple[str, Envelope]] = []
        #: whose device may have something of it, by every channel
        self.may_have: set[UUID] = set()
        self.left: list[Envelope] = []

    def take(self, name: str, count: int) -> list[Envelope]:
        taken = self.of[name].claim(count)
        self.out += [(name, one) for one in taken]
        self.left += taken
        return taken

    def settle(self, outcome: str, count: int) -> None:
        done, self.out = self.out[:count], self.out[count:]
        for name, one in done:
            self.of[name].answer([one], outcome, status=0 if outcome == "unsent" else 201, retry_s=1)
            if outcome == "accepted":
                self.may_have.add(one.key.person_id)  # type: ignore[attr-defined]


@given(happenings=some.lists(HAPPENS, min_size=3, max_size=16))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_a_chain_leaves_any_more_and_nobody_keeps_any_of_it_uncorrected(
    db: SQLAlchemy, cast: Cast, happenings: list[tuple[str, int]]
) -> None:
    with db.session.begin_nested() as savepoint:
        orders.crowd(6, places.DONGHE_WEST)
        senders = Senders()
        chain = [orders.order(cast.chaoming_commander, places.DONGHE)["id"]]
        for what, number in happenings:
            core_clock.move(1)
            if what in senders.of:
                senders.take(what, number)
            elif what == "wait":
                core_clock.move(number)
            elif what == "update":
                chain.append(updated(cast, chain[-1]))
            else:
                senders.settle(what, number)
        correction = taken_back(cast, chain[-1])
        check(db, senders, chain, correction)
        savepoint.rollback()


def updated(cast: Cast, order_id: UUID) -> UUID:
    actor = people.actor(cast.chaoming_commander)
    return update.update(actor, order_id, id=uuid7(), slots=orders.SLOTS)["id"]  # type: ignore[no-any-return]


def taken_back(cast: Cast, order_id: UUID) -> UUID:
    actor = people.actor(cast.chaoming_commander)
    return cancel.cancel(actor, order_id, id=uuid7(), reason="误报")["id"]  # type: ignore[no-any-return]


def check(db: SQLAlchemy, senders: Senders, chain: list[UUID], correction: UUID) -> None:
    told = db.session.scalars(select(Fact.data).where(Fact.kind == "order.cancelled").order_by(Fact.seq.desc())).first()
    assert told is not None
    assert told["chain"] == [str(one) for one in chain]
    before = len(senders.left)
    # What was in a sender's hands arrives after all; then everything runs on until nothing is left to do.
    senders.settle("accepted", len(senders.out))
    corrected = set()
    for _ in range(4):
        core_clock.move(60)
        for name in senders.of:
            corrected |= {one.key.person_id for one in senders.take(name, 100)}  # type: ignore[attr-defined]
        senders.settle("accepted", len(senders.out))
    late = {one.key.order_id for one in senders.left[before:]}  # type: ignore[attr-defined]
    assert late <= {correction}
    had = senders.may_have - corrected
    assert had == set(), "who may have it was not corrected"
    for order_id in (*chain, correction):
        assert tally.kept(order_id) == tally.recounted(order_id)
        assert ladder.kept(order_id) == ladder.recounted(order_id)
    assert db.session.get_one(Order, correction).sequence == len(chain)


def test_messages_outside_of_every_order_of_the_chain_are_taken_back(db: SQLAlchemy, cast: Cast) -> None:
    first = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)["id"]
    second = updated(cast, first)
    for order_id in (first, second):
        said: dict[str, Any] = {"channel": "sms", "subject_id": order_id, "person_id": cast.volunteer.id}
        db.session.add(ChannelMessage(**said, address="tel:+8619900000001", expires_at=core_clock.now()))
    db.session.flush()
    taken_back(cast, second)
    [fact] = db.session.scalars(select(Fact).where(Fact.kind == "order.cancelled"))
    jobs.take_back(fact.data["references"], fact.data["chain"])
    db.session.expire_all()
    assert None not in db.session.scalars(select(ChannelMessage.retract_at)).all()
