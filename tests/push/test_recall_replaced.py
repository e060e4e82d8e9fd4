"""What newer words have replaced outside is taken back where it is known that they arrived, and is then done with."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert, select, text

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7, without_nested_loops
from backend.push.actions.recall_replaced import RECALL, recall_replaced
from backend.push.actions.take_back import take_back
from backend.push.channels.envelope import Report
from backend.push.models import ChannelMessage
from backend.push.rules.asking import ASK_AFTER_S
from backend.push.sender import inbox, taking_back
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


def test_a_whole_call_stays_for_one_who_was_in_it_and_nobody_is_compared_with_everybody(people: list[UUID]) -> None:
    sent(FIRST, people)
    sent(SECOND, people, state="delivered")
    spare = people[:201:100]
    given = {"subjects": [FIRST], "channel": "work_im", "newer": SECOND, "spare": spare, "now": core_clock.now()}
    with without_nested_loops(), database.session.begin_nested() as savepoint:
        told = database.session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {RECALL}"), given).scalar_one()
        savepoint.rollback()
    [top] = told if isinstance(told, list) else orjson.loads(told)
    assert [node["Node Type"] for node in nodes(top["Plan"]) if node["Node Type"] == "Nested Loop"] == []
    assert sum(node.get("Rows Removed by Join Filter", 0) for node in nodes(top["Plan"])) < CROWD
    assert recalled(spare) == CROWD - 300
    assert recalled(spare) == 0
    assert recalled() == 300


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def test_what_was_refused_is_nothing_to_take_back(people: list[UUID]) -> None:
    sent(FIRST, people[:2], state="refused", reference=None)
    sent(SECOND, people[:2], state="delivered")
    assert recalled() == 0


@pytest.mark.parametrize(
    ("said", "is_wanted"),
    [
        ({"state": "accepted"}, [True, True]),
        ({"state": "sending", "reference": None}, [True, False]),
        ({"state": "waiting", "reference": None}, [False, False]),
        ({"state": "refused", "reference": None}, [False, False]),
    ],
)
def test_senders_are_woken_for_what_can_be_taken_back_alone(
    people: list[UUID], clock: Any, said: dict[str, Any], is_wanted: list[bool]
) -> None:
    sent(FIRST, people[:1], **said)
    take_back([FIRST])
    found = [taking_back.is_wanted(database.session(), ["work_im"])]
    # What was on the line is there no longer.
    clock.move(601)
    found.append(taking_back.is_wanted(database.session(), ["work_im"]))
    assert found == is_wanted
    assert len(taking_back.to_recall(database.session(), "work_im")) == (said["state"] == "accepted")
    assert not taking_back.is_wanted(database.session(), ["work_im"])


def test_what_was_taken_back_leaves_the_list_that_senders_look_along(db: SQLAlchemy) -> None:
    said = "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = CAST(:name AS regclass)"
    listed = db.session.scalar(text(said), {"name": "channel_message_retract_index"})
    assert listed == "((retract_at IS NOT NULL) AND (retracted_at IS NULL))"
    # Empty, a table is read as it lies.
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    given = {"channel": "work_im", "now": core_clock.now(), "limit": 10}
    plan = db.session.execute(text(f"EXPLAIN {taking_back.RECALL}"), given).scalars()
    assert "channel_message_retract_index" in "\n".join(plan)
