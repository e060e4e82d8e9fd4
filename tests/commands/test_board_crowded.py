"""Answers, calls for help, attendants, re-sends and senders at once, on real connections: exact, nobody paged twice."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from backend.commands.actions.attend import attend
from backend.commands.actions.resend import resend
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import Order
from backend.core.db import db
from backend.core.errors import Problem
from tests.builders import help as help_recount
from tests.builders import tally
from tests.builders.orders import Gateway
from tests.builders.sent_order import report
from tests.commands.test_crowded import at_once, ordered, send
from tests.commands.test_receipts_crowded import HOLD_ONE, waiting
from tests.e2e.waiting import eventually

WORDS = ["needs_help", "needs_help", "acknowledged", "en_route", "arrived", "opened", "declined"]


def say_anything(order_id: UUID, crowd: list[UUID], dice: random.Random) -> None:
    """As phones that were away: what was said at any moment of the last minute arrives in any order."""
    order = db.session.get_one(Order, order_id)
    for _ in range(25):
        heard = dice.sample(crowd, 12)
        said = [
            report(order, who, word, at=order.sent + timedelta(milliseconds=dice.randrange(2_000)))
            for who, word in zip(heard, dice.choices(WORDS, k=12), strict=True)
        ]
        take_receipts(said)
        db.session.commit()


@pytest.mark.parametrize("seed", range(2))
def test_calls_for_help_are_exact_while_four_write_for_the_same_people(app: Flask, commander: Any, seed: int) -> None:
    order_id, crowd = ordered(commander, 40)
    dice = [random.Random(seed * 10 + number) for number in range(4)]
    at_once(app, *[partial(say_anything, order_id, crowd, one) for one in dice])
    assert help_recount.calling(order_id) == help_recount.recounted(order_id)
    assert help_recount.calling(order_id), "somebody still asks for help, or nothing was tried"
    assert tally.kept(order_id) == tally.recounted(order_id)


def attend_to_all(commander: Any, order_id: UUID) -> int:
    done = 0
    for _ in range(60):
        open_ones = (HelpCall.order_id == order_id, HelpCall.ended_at.is_(None))
        for call_id in db.session.scalars(select(HelpCall.id).where(*open_ones)).all():
            done += attend_to(commander, order_id, call_id)
        db.session.rollback()
    return done


def attend_to(commander: Any, order_id: UUID, call_id: UUID) -> bool:
    try:
        attend(commander, order_id, call_id, note=None)
    except Problem:
        db.session.rollback()
        return False
    db.session.commit()
    return True


def test_two_attend_while_two_write_and_each_call_ends_once(app: Flask, commander: Any) -> None:
    order_id, crowd = ordered(commander, 30)
    results = at_once(
        app,
        partial(say_anything, order_id, crowd, random.Random(1)),
        partial(say_anything, order_id, crowd, random.Random(2)),
        partial(attend_to_all, commander, order_id),
        partial(attend_to_all, commander, order_id),
    )
    attended = select(HelpCall.id).where(HelpCall.order_id == order_id, HelpCall.ended_reason == "attended")
    assert len(db.session.scalars(attended).all()) == sum(results[2:]) > 0
    assert help_recount.calling(order_id) <= help_recount.recounted(order_id), "attended ones ask, but call no more"


def send_again(commander: Any, order_id: UUID) -> str | int:
    try:
        told: int = resend(commander, order_id, node=None)["people"]
    except Problem as problem:
        db.session.rollback()
        return problem.code
    db.session.commit()
    return told


def test_of_three_who_send_it_again_at_once_one_does(
    app: Flask,
    commander: Any,
    lives: Callable[[], Gateway],
) -> None:
    order_id, crowd = ordered(commander, 700)
    send(lives())
    told = at_once(app, *[partial(send_again, commander, order_id)] * 3)
    assert Counter(told) == {700: 1, "order.resent_just_now": 2}
    assert Counter(send(lives())) == Counter(crowd)


def test_who_answers_while_the_order_is_being_sent_again_is_not_paged(
    app: Flask,
    commander: Any,
    lives: Callable[[], Gateway],
) -> None:
    """His answer holds his row when the re-send comes by: it waits, looks again, and leaves him in peace."""
    order_id, crowd = ordered(commander, 30)
    send(lives())
    order = db.session.get_one(Order, order_id)
    middle = sorted(crowd)[15]
    with ThreadPoolExecutor(1) as pool:
        take_receipts([report(order, middle, "acknowledged")])

        def again() -> str | int:
            with app.app_context():
                return send_again(commander, order_id)

        told = pool.submit(again)
        eventually(lambda: waiting() == 1, what="the re-send waiting for who answers")
        db.session.commit()
        assert told.result() == 29
    assert set(send(lives())) == set(crowd) - {middle}
    assert tally.kept(order_id) == tally.recounted(order_id)


def test_a_claim_under_way_is_waited_for_and_what_it_took_goes_out_once(
    app: Flask,
    commander: Any,
    lives: Callable[[], Gateway],
) -> None:
    order_id, crowd = ordered(commander, 600)
    first = lives()
    envelopes = first.claim(limit=500)
    db.session.commit()
    told = at_once(app, partial(send_again, commander, order_id))
    assert told == [0], "all of them are still owed the first message"
    first.answer(envelopes)
    db.session.commit()
    rest = send(lives())
    assert Counter([one.key.person_id for one in envelopes] + rest) == Counter(crowd)


def test_counters_hold_while_orders_are_sent_answered_and_sent_again(
    app: Flask,
    commander: Any,
    lives: Callable[[], Gateway],
) -> None:
    order_id, crowd = ordered(commander, 400)
    sent = send(lives())
    assert Counter(sent) == Counter(crowd)
    gateways = [lives(), lives()]
    at_once(
        app,
        partial(send_again, commander, order_id),
        partial(say_anything, order_id, crowd, random.Random(5)),
        partial(say_anything, order_id, crowd, random.Random(6)),
        partial(send, gateways[0]),
        partial(send, gateways[1]),
    )
    send(gateways[0])
    assert tally.kept(order_id) == tally.recounted(order_id)
    owed = "SELECT count(*) FROM delivery WHERE order_id = :id AND next_try_at IS NOT NULL"
    assert db.session.execute(text(owed), {"id": order_id}).scalar_one() == 0
    assert help_recount.calling(order_id) == help_recount.recounted(order_id)


def test_a_resend_holds_nobody_who_comes_after_the_one_it_waits_for(
    app: Flask,
    commander: Any,
    lives: Callable[[], Gateway],
) -> None:
    order_id, crowd = ordered(commander, 2)
    send(lives())
    first, second = sorted(crowd)
    with ThreadPoolExecutor(1) as pool:
        with db.engine.connect() as reports:
            reports.execute(text(HOLD_ONE), {"order_id": order_id, "person_id": first})

            def again() -> str | int:
                with app.app_context():
                    return send_again(commander, order_id)

            told = pool.submit(again)
            eventually(lambda: waiting() == 1, what="the re-send waiting for the first person")
            asked = {"order_id": order_id, "person_id": second}
            assert len(reports.execute(text(HOLD_ONE + " SKIP LOCKED"), asked).all()) == 1
        assert told.result() == 2
