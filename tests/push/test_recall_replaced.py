"""What newer words have replaced outside is taken back where it is known that they arrived, and is then done with."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert, select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.push.actions.recall_replaced import recall_replaced
from backend.push.channels.envelope import Report
from backend.push.models import ChannelMessage
from backend.push.rules.asking import ASK_AFTER_S
from backend.push.sender import inbox
from backend.push.sender.asking import to_ask_after
from tests.builders import orders
from tests.cast import DONGHE_WEST, Cast

FIRST, SECOND = uuid7(), uuid7()
CROWD = 600


@pytest.fixture
def people(db: SQLAlchemy, clock: Any) -> list[UUID]:
    Cast()
    return orders.crowd(CROWD, DONGHE_WEST)


def sent(order_id: UUID, people: Sequence[UUID], **said: Any) -> None:
    """As DingTalk took them, a hundred in a call; it is asked after two seconds."""
    now = core_clock.now()
    common = {
        "channel": "work_im",
        "subject_id": order_id,
        "state": "accepted",
        "created_at": now,
        "accepted_at": now,
        "expires_at": now + timedelta(hours=1),
        **said,
    }
    rows = [
        {"id": uuid7(), "person_id": one, "address": f"u{no}", "reference": f"{order_id}-{no // 100}", **common}
        for no, one in enumerate(people)
    ]
    database.session.execute(insert(ChannelMessage), rows)


def recalled(spare: Sequence[UUID] = ()) -> int:
    return recall_replaced([FIRST], channel="work_im", newer=SECOND, spare=spare)


def test_a_gateway_that_never_says_what_became_of_the_newer_words_has_not_said_that_they_arrived(
    people: list[UUID], clock: Any
) -> None:
    sent(FIRST, people[:1], state="delivered")
    sent(SECOND, people[:1], ask_at=core_clock.now())
    for wait_s in ASK_AFTER_S["work_im"]:
        assert recalled() == 0
        assert len(to_ask_after(database.session(), "work_im")) == 1
        clock.move(wait_s + 300)
    assert database.session.scalars(select(ChannelMessage.ask_at)).all() == [None, None]
    assert recalled() == 0
    late = Report("work_im", "delivered", core_clock.now(), reference=f"{SECOND}-0", address="u0")
    inbox.put(database.session(), [late])
    inbox.take(database.session())
    assert recalled() == 1
