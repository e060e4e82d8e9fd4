"""What goes outside is written down before it leaves: sent once, and what comes back finds it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.actions.forget_messages import KEPT_FOR, forget_messages
from backend.push.actions.take_back import take_back
from backend.push.channels.envelope import Envelope, Report, Result, Word
from backend.push.models import ChannelMessage, ChannelReport
from backend.push.rules.pace import time_for
from backend.push.rules.replies import answer_of
from backend.push.sender import inbox
from backend.push.sender.messages import close_messages, open_messages
from tests.cast import Cast


@pytest.fixture
def worker(db: SQLAlchemy, clock: Any) -> Person:
    return Cast().grid_worker


def message(person: Person, order_id: UUID | None = None, channel: str = "sms", **changes: object) -> Envelope:
    said = {"order_id": order_id or uuid7(), "person_id": person.id, "title": "撤离", "text": "请立即撤离", **changes}
    return Envelope(
        key=uuid7(),
        channel=channel,
        subscription_id=person.id,
        endpoint=f"tel:+86{person.phone}",
        p256dh="",
        auth="",
        key_id="",
        payload=orjson.dumps(said),
        ttl=1800,
        urgency="high",
        topic="order-1",
        expires_at=core_clock.now() + timedelta(hours=1),
    )


def accepted(envelope: Envelope, reference: str = "ref-1") -> tuple[Envelope, Result]:
    return envelope, Result(envelope.key, envelope.subscription_id, "accepted", 0, None, core_clock.now(), reference)


def words(db: SQLAlchemy, *reports: Report) -> list[Word]:
    inbox.put(db.session(), reports)
    return inbox.take(db.session()) or []


def report(state: str, **told: str) -> Report:
    return Report("sms", state, core_clock.now(), **told)  # type: ignore[arg-type]  # a test says any of them


def state_of(db: SQLAlchemy) -> str:
    return db.session.scalars(select(ChannelMessage.state)).one()


def test_a_new_message_is_written_down_and_goes_out(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    opened = open_messages(db.session(), [envelope])
    assert opened.fresh == [envelope]
    assert not opened.known
    assert state_of(db) == "sending"


def test_what_was_accepted_is_not_sent_again(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    close_messages(db.session(), [accepted(envelope)])
    opened = open_messages(db.session(), [replace(envelope, key=uuid7())])
    assert not opened.fresh
    assert [(one.outcome, one.reference) for one in opened.known] == [("accepted", "ref-1")]


def test_what_was_on_the_line_when_its_sender_died_is_in_doubt(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    (again,) = open_messages(db.session(), [envelope]).fresh
    assert again.in_doubt


def test_what_was_certainly_not_accepted_goes_out_again_without_doubt(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    later = core_clock.now() + timedelta(seconds=5)
    result = Result(envelope.key, envelope.subscription_id, "retry", 0, later, core_clock.now())
    close_messages(db.session(), [(envelope, result)])
    assert state_of(db) == "waiting"
    (again,) = open_messages(db.session(), [envelope]).fresh
    assert not again.in_doubt
    assert state_of(db) == "sending"


def test_a_result_in_doubt_leaves_the_message_in_doubt(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    result = Result(envelope.key, envelope.subscription_id, "refused", 0, None, core_clock.now(), in_doubt=True)
    close_messages(db.session(), [(envelope, result)])
    assert open_messages(db.session(), [envelope]).fresh[0].in_doubt


def test_a_second_attempt_on_purpose_is_another_message(db: SQLAlchemy, worker: Person) -> None:
    order_id = uuid7()
    first, second = message(worker, order_id), message(worker, order_id, attempt=2)
    open_messages(db.session(), [first])
    close_messages(db.session(), [accepted(first)])
    assert open_messages(db.session(), [second]).fresh == [second]


def test_a_delivery_report_finds_its_message_once(db: SQLAlchemy, worker: Person) -> None:
    order_id = uuid7()
    envelope = message(worker, order_id)
    open_messages(db.session(), [envelope])
    close_messages(db.session(), [accepted(envelope)])
    came = report("delivered", reference="ref-1")
    (word,) = words(db, came)
    assert (word.subject_id, word.person_id, word.state) == (order_id, worker.id, "delivered")
    assert words(db, came) == []
    assert db.session.scalars(select(ChannelReport)).all() == []


def test_an_answer_by_number_means_the_newest_live_message(db: SQLAlchemy, worker: Person, clock: Any) -> None:
    older, newer = uuid7(), uuid7()
    for order_id in (older, newer):
        envelope = message(worker, order_id)
        open_messages(db.session(), [envelope])
        close_messages(db.session(), [accepted(envelope, f"ref-{order_id}")])
        clock.move(1)
    address = f"tel:+86{worker.phone}"
    (word,) = words(db, report("acknowledged", address=address))
    assert word.subject_id == newer
    assert words(db, report("acknowledged", address=address)) == []
    assert [one.state for one in words(db, report("needs_help", address=address))] == ["needs_help"]


def test_an_answer_to_an_order_that_is_over_means_nothing(db: SQLAlchemy, worker: Person, clock: Any) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    close_messages(db.session(), [accepted(envelope)])
    clock.move(7200)
    assert words(db, report("acknowledged", address=f"tel:+86{worker.phone}")) == []


def test_a_report_that_is_quicker_than_its_acceptance_waits_for_it(db: SQLAlchemy, worker: Person, clock: Any) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    assert words(db, report("delivered", reference="ref-1")) == []
    close_messages(db.session(), [accepted(envelope)])
    clock.move(3)
    assert [word.state for word in inbox.take(db.session()) or []] == ["delivered"]


def test_a_report_of_nobodys_message_is_forgotten(db: SQLAlchemy, worker: Person, clock: Any) -> None:
    assert words(db, report("delivered", reference="another's")) == []
    clock.move(660)
    inbox.take(db.session())
    assert db.session.scalars(select(ChannelReport)).all() == []


def test_a_batch_of_one_reference_is_told_apart_by_its_numbers(db: SQLAlchemy, worker: Person) -> None:
    envelope = message(worker)
    open_messages(db.session(), [envelope])
    close_messages(db.session(), [accepted(envelope)])
    assert words(db, report("delivered", reference="ref-1", address="tel:+8619900000000")) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1", "acknowledged"), (" １。", "acknowledged"), ("2", "needs_help"), ("【2】", "needs_help"), ("12", None)],
)
def test_one_digit_is_an_answer_in_any_width(said: str, meant: str | None) -> None:
    assert answer_of(said) == meant


def test_a_hundred_thousand_at_a_hundred_a_second_take_a_quarter_of_an_hour() -> None:
    assert time_for(100_000, 100) == timedelta(seconds=999.99)
    assert time_for(1, 100) == time_for(0, 100) == timedelta()


def test_messages_of_orders_that_are_long_over_are_forgotten(db: SQLAlchemy, worker: Person, clock: Any) -> None:
    open_messages(db.session(), [message(worker)])
    assert forget_messages() == 0
    clock.move(KEPT_FOR.total_seconds() + 3_601)
    assert (forget_messages(), forget_messages()) == (1, 0)


def test_what_was_taken_back_before_it_left_is_not_sent(db: SQLAlchemy, worker: Person) -> None:
    order_id = uuid7()
    envelope = message(worker, order_id)
    open_messages(db.session(), [envelope])
    later = core_clock.now() + timedelta(seconds=5)
    result = Result(envelope.key, envelope.subscription_id, "retry", 0, later, core_clock.now())
    close_messages(db.session(), [(envelope, result)])
    take_back([order_id])
    opened = open_messages(db.session(), [envelope])
    assert (opened.fresh, [one.outcome for one in opened.known]) == ([], ["refused"])
