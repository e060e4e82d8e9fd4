"""Boards that are asked for together are read once, by a real web process; each sees his own, and nothing old."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
import urllib3
from sqlalchemy import text

from backend.commands.models.order import Order
from backend.commands.rules.receipt_token import Holder, seal
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from tests.builders import orders, people
from tests.builders.sent_order import Named, sent_order
from tests.builders.web import is_waited_for
from tests.cast import DAOMAO_WEST, DONGHE, XIANLIN_WEST, Cast
from tests.conftest import SECRET
from tests.e2e.waiting import eventually
from tests.stories.scene import said

SCREENS = 24


@pytest.fixture
def cast(committed: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    """To three of one street and one of the next; it was issued by the commander of the first."""
    crowd = orders.crowd(2, DAOMAO_WEST)
    to = [(cast.volunteer, DAOMAO_WEST), *((Named(one), DAOMAO_WEST) for one in crowd)]
    made = sent_order(cast.chaoming_commander, [*to, (cast.wulin_worker, XIANLIN_WEST)])
    database.session.commit()
    return made


class Screen:
    """Somebody's; it asks by HTTP."""

    def __init__(self, web: urllib3.HTTPConnectionPool, who: Person) -> None:
        self._web = web
        self._headers = {"Authorization": f"Bearer {people.token_of(who)}"}

    def board(self, order_id: object) -> dict[str, Any]:
        """Or the refusal."""
        reply = self._web.request("GET", f"/api/orders/{order_id}/board", headers=self._headers)
        told: dict[str, Any] = orjson.loads(reply.data)
        return told


def asked_at_once(screens: list[Screen], order_id: object) -> list[dict[str, Any]]:
    with ThreadPoolExecutor(len(screens)) as pool:
        return list(pool.map(lambda screen: screen.board(order_id), screens))


def test_who_sees_the_same_shares_a_reading_and_nobody_is_shown_anothers(
    web: urllib3.HTTPConnectionPool, cast: Cast, order: Order
) -> None:
    everybody = {
        "issuer": (cast.chaoming_commander, 4),
        "same street": (cast.chaoming_duty, 3),
        "district": (cast.commander, 4),
        "next street": (cast.wulin_commander, 1),
    }
    screens = {name: Screen(web, who) for name, (who, _) in everybody.items()}
    database.session.commit()
    order_id = order.id
    turns = list(screens) * (SCREENS // len(screens))
    replies = asked_at_once([screens[name] for name in turns], order_id)
    assert [reply["people"] for reply in replies] == [everybody[name][1] for name in turns]
    for name, screen in screens.items():
        alone = screen.board(order_id)
        of_theirs = [reply for whose, reply in zip(turns, replies, strict=True) if whose == name]
        assert all(reply | {"at": alone["at"]} == alone for reply in of_theirs)
        assert len({reply["at"] for reply in of_theirs}) < len(of_theirs)


def test_a_board_is_never_older_than_the_question(web: urllib3.HTTPConnectionPool, cast: Cast, order: Order) -> None:
    """Whoever asks after an answer sees it, though a reading from before it is still under way."""
    screen, order_id = Screen(web, cast.commander), order.id
    body = said(str(order_id), "acknowledged", token=seal(SECRET, Holder(order_id, cast.volunteer.id)))
    database.session.commit()
    # A board counts who has answered before it comes to who asks for help.
    database.session.execute(text("LOCK TABLE help_call"))
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(screen.board, order_id)
        eventually(is_waited_for, within=30, what="the board at the lock")
        assert web.request("POST", "/api/receipts", json=body).status == 200
        after = pool.submit(screen.board, order_id)
        assert web.request("GET", "/api/time").status == 200
        assert not before.done()
        database.session.commit()
        assert before.result()["totals"]["acknowledged"] == 0
        assert after.result()["totals"]["acknowledged"] == 1


def test_a_refusal_is_everybodys_own(web: urllib3.HTTPConnectionPool, cast: Cast, order: Order) -> None:
    nobody = Screen(web, people.person("钱塘", DONGHE, "commander"))
    mine = Screen(web, cast.commander)
    database.session.commit()
    replies = asked_at_once([nobody, mine] * (SCREENS // 2), order.id)
    assert [reply.get("code") for reply in replies] == ["order.not_found", None] * (SCREENS // 2)
    assert mine.board(uuid7())["code"] == "order.not_found"
