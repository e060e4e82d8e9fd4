"""What is written without being read is what the rules would have made of it."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from backend.commands.actions.move_tally import move_tally
from backend.commands.rules.outcome import Heard, Sending, after
from backend.commands.rules.receipt_ladder import State
from backend.core import clock as core_clock
from tests import cast as places
from tests.builders import orders
from tests.builders.orders import Gateway
from tests.cast import Cast
from tests.commands.test_outbox import delivery, is_counted

CROWD = 1_000

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize("state", [State.planned, State.accepted, State.shown, State.acknowledged])
@pytest.mark.parametrize("has_been_accepted", [False, True])
def test_the_usual_result_is_written_as_the_rules_have_it(
    db: SQLAlchemy, cast: Cast, gateway: Gateway, state: State, has_been_accepted: bool
) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    [envelope] = gateway.claim()
    kept = delivery(db, order, cast.volunteer.id)
    earlier = core_clock.now() if has_been_accepted else None
    kept.accepted_at = earlier
    move_tally({(order["id"], kept.node_code, State.planned): -1})
    move_tally({(order["id"], kept.node_code, state): 1})
    kept.state = state
    db.session.flush()
    before = Sending(state, earlier, kept.next_try_at, None, 0, None)
    core_clock.move(3)
    heard = Heard(envelope.subscription_id, "accepted", 201, None, core_clock.now())
    gateway.answer([envelope])
    now = delivery(db, order, cast.volunteer.id)
    written = Sending(now.state, now.accepted_at, now.next_try_at, now.remaining, now.tries, now.last_status)
    assert written == after(before, [heard], expires=core_clock.now() + timedelta(hours=1))
    assert now.channel == "webpush"
    assert is_counted(order)


def test_whoever_is_accepted_stays_in_his_page_and_goes_into_no_index_again(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.crowd(CROWD, places.DAOMAO_WEST)
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.answer(gateway.claim())
    written, in_place = db.session.execute(text(WRITTEN)).one()
    assert written >= CROWD
    assert in_place > 0.9 * written


WRITTEN = """
SELECT CAST(sum(n_tup_upd) AS int), CAST(sum(n_tup_hot_upd) AS int)
FROM pg_stat_xact_user_tables WHERE relname ^@ 'delivery_p_'
"""
