"""Personal notices: to every device of a person, in his language, and not any more once nobody waits for it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.actions.forget_notices import KEPT_FOR, forget_notices
from backend.push.actions.notices import notify, withdraw
from backend.push.channels.envelope import Envelope, Result
from backend.push.models import Notice, NoticeDelivery
from backend.push.notice_outbox import NoticeOutbox
from backend.push.rules.payloads import topic_of
from backend.push.sender.life import LOCK_CLASS
from tests.builders import orders
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")
TEXTS = {"zh": {"title": "请审批", "body": "周建国送审"}, "en": {"title": "Approve", "body": "Zhou asks you"}}


@pytest.fixture
def outbox(db: SQLAlchemy) -> NoticeOutbox:
    """With a living sender, number 1."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:k, 1)"), {"k": LOCK_CLASS})
    return NoticeOutbox()


def say(*people: Person, subject_id: UUID | None = None, minutes: int = 15) -> UUID:
    subject = subject_id or uuid7()
    notify(
        [person.id for person in people],
        kind="submission.pending",
        subject_id=subject,
        texts=TEXTS,
        navigate=f"/command/submissions/{subject}",
        expires_at=core_clock.now() + timedelta(minutes=minutes),
    )
    return subject


def settle(db: SQLAlchemy, outbox: NoticeOutbox, envelopes: list[Envelope], outcome: Any, **more: Any) -> None:
    now = core_clock.now()
    results = [Result(one.key, one.subscription_id, outcome, 201, more.get("retry_at"), now) for one in envelopes]
    outbox.settle(db.session(), results)


def states(db: SQLAlchemy) -> list[str]:
    return sorted(db.session.scalars(select(NoticeDelivery.state)))


def test_it_goes_to_every_device_of_each_person_in_his_own_language(
    db: SQLAlchemy, cast: Cast, outbox: NoticeOutbox
) -> None:
    phones = [orders.phone(cast.grid_worker), orders.phone(cast.grid_worker), orders.phone(cast.volunteer)]
    subject = say(cast.grid_worker, cast.volunteer, cast.commander)
    envelopes = outbox.claim(db.session(), 1, 100)
    assert {one.subscription_id for one in envelopes} == {phone.id for phone in phones}
    assert {(one.topic, one.channel, one.ttl) for one in envelopes} == {(topic_of(subject), "webpush", 900)}
    shown = {one.subscription_id: orjson.loads(one.payload) for one in envelopes}
    assert shown[phones[0].id]["notification"]["title"] == "请审批"
    english = shown[phones[2].id]
    assert (english["notification"]["title"], english["notification"]["lang"]) == ("Approve", "en")
    assert english["notification"]["data"]["kind"] == "notice"
    assert english["notification"]["navigate"] == f"/command/submissions/{subject}"
    # The number on the icon counts orders.
    assert "app_badge" not in english
    assert outbox.claim(db.session(), 1, 100) == []
    settle(db, outbox, envelopes, "accepted")
    assert states(db) == ["accepted"] * 3
    assert outbox.next_due(db.session()) is None


def test_what_is_unsent_when_it_is_withdrawn_is_never_sent(db: SQLAlchemy, cast: Cast, outbox: NoticeOutbox) -> None:
    orders.phone(cast.grid_worker)
    subject = say(cast.grid_worker)
    withdraw(subject)
    assert outbox.claim(db.session(), 1, 100) == []
    assert states(db) == ["withdrawn"]


def test_one_that_was_under_way_when_it_was_withdrawn_is_not_tried_again(
    db: SQLAlchemy, cast: Cast, outbox: NoticeOutbox
) -> None:
    orders.phone(cast.grid_worker)
    subject = say(cast.grid_worker)
    envelopes = outbox.claim(db.session(), 1, 100)
    withdraw(subject)
    settle(db, outbox, envelopes, "retry", retry_at=core_clock.now())
    assert outbox.claim(db.session(), 1, 100) == []
    assert states(db) == ["withdrawn"]


def test_a_newer_word_on_the_same_subject_takes_the_place_of_an_unsent_one(
    db: SQLAlchemy, cast: Cast, outbox: NoticeOutbox
) -> None:
    orders.phone(cast.grid_worker)
    orders.phone(cast.volunteer)
    subject = say(cast.grid_worker, cast.volunteer)
    say(cast.grid_worker, subject_id=subject)
    assert len(outbox.claim(db.session(), 1, 100)) == 2
    assert states(db) == ["planned", "planned", "withdrawn"]


def test_a_busy_service_is_tried_again_until_it_expires(
    db: SQLAlchemy, cast: Cast, outbox: NoticeOutbox, clock: Any
) -> None:
    orders.phone(cast.grid_worker)
    say(cast.grid_worker)
    again = core_clock.now() + timedelta(seconds=30)
    settle(db, outbox, outbox.claim(db.session(), 1, 100), "retry", retry_at=again)
    assert (outbox.claim(db.session(), 1, 100), outbox.next_due(db.session())) == ([], again)
    clock.move(31)
    settle(db, outbox, outbox.claim(db.session(), 1, 100), "refused")
    assert states(db) == ["failed"]


def test_what_is_long_over_is_forgotten_on_every_device(db: SQLAlchemy, cast: Cast, clock: Any) -> None:
    orders.phone(cast.grid_worker)
    say(cast.grid_worker)
    clock.move((KEPT_FOR + timedelta(minutes=14)).total_seconds())
    say(cast.volunteer)
    assert (forget_notices(), notices(db)) == (0, 2)
    clock.move(60)
    assert [forget_notices(), forget_notices()] == [1, 0]
    assert (notices(db), states(db)) == (1, [])


def notices(db: SQLAlchemy) -> int:
    return db.session.scalar(select(func.count()).select_from(Notice)) or 0
