"""Recipients by name: who stands how, what they wrote, and never anybody of another street."""

import pytest
from sqlalchemy import update

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order
from backend.commands.queries import recipients
from backend.commands.queries.recipients import STANDINGS
from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.core.errors import Problem
from backend.identity.models import Person
from tests.builders import people
from tests.builders.sent_order import report, sent_order
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, XIANLIN_WEST, Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(
        cast.commander,
        [(cast.chaoming_commander, CHAOMING), (cast.secretary, DAOMAO), (cast.grid_worker, DAOMAO_WEST),
         (cast.volunteer, DAOMAO_WEST), (cast.wulin_worker, XIANLIN_WEST)],
    )  # fmt: skip


def say(order: Order, who: Person, state: str, **more: object) -> None:
    take_receipts([report(order, who, state, **more)])


def listed(who: Person, order: Order, standing: str = "all", **more: object) -> list[dict]:
    asked = {"node": None, "standing": standing, "cursor": None, "limit": 50, **more}
    return recipients.recipients(people.actor(who), order.id, **asked)["items"]


def names(rows: list[dict]) -> set[str]:
    return {row["name"] for row in rows}


def test_everybody_is_listed_by_how_he_stands(cast: Cast, order: Order, clock) -> None:
    say(order, cast.secretary, "acknowledged")
    say(order, cast.grid_worker, "en_route")
    say(order, cast.volunteer, "declined", note="在外地")
    clock.move(20)
    say(order, cast.grid_worker, "needs_help")
    nothing = update(Delivery).where(Delivery.order_id == order.id, Delivery.person_id == cast.wulin_worker.id)
    database.session.execute(nothing.values(channel="none", next_try_at=None))
    found = {standing: names(listed(cast.commander, order, standing)) for standing in STANDINGS}
    assert found == {
        "all": {"何青", "沈岚", "吴桂芳", "陈小河", "林夏"},
        "unanswered": {"何青", "沈岚"},
        "acknowledged": {"吴桂芳", "陈小河"},
        "declined": {"林夏"},
        "asks_help": {"陈小河"},
        "unreached": {"何青"},
    }


def test_a_recipient_is_shown_with_his_last_answer_and_what_he_wrote_with_it(cast: Cast, order: Order, clock) -> None:
    clock.move(10)
    say(order, cast.grid_worker, "needs_help", note="水深过膝")
    clock.move(10)
    say(order, cast.grid_worker, "needs_help", note="两位老人")
    [worker] = listed(cast.commander, order, "asks_help")
    assert (worker["state"], worker["answer"], worker["note"]) == ("needs_help", "needs_help", "两位老人")
    assert (worker["answered_at"], worker["asks_help"]) == (product_clock.now(), True)
    clock.move(10)
    say(order, cast.grid_worker, "acknowledged")
    [worker] = [row for row in listed(cast.commander, order) if row["name"] == "陈小河"]
    assert (worker["answer"], worker["note"], worker["asks_help"]) == ("acknowledged", None, False)
    assert (worker["phone"], worker["area_code"]) == (cast.grid_worker.phone, DAOMAO_WEST)
    assert (worker["channel"], worker["tries"], worker["last_status"]) == (None, 0, None)


def test_whoever_was_stopped_before_it_was_sent_is_in_the_whole_list_only(cast: Cast, order: Order) -> None:
    stopped = update(Delivery).where(Delivery.order_id == order.id, Delivery.person_id == cast.volunteer.id)
    database.session.execute(stopped.values(state=-1, next_try_at=None))
    for standing in STANDINGS:
        assert ("林夏" in names(listed(cast.commander, order, standing))) is (standing == "all")


@pytest.mark.parametrize("standing", STANDINGS)
def test_another_street_s_people_are_never_listed(cast: Cast, order: Order, standing: str) -> None:
    for person, state in (
        (cast.secretary, "acknowledged"),
        (cast.grid_worker, "needs_help"),
        (cast.volunteer, "declined"),
    ):
        say(order, person, state)
    assert names(listed(cast.wulin_commander, order, standing)) <= {"何青"}
    with pytest.raises(Problem) as refused:
        listed(cast.wulin_commander, order, standing, node=CHAOMING)
    assert refused.value.code == "area.not_found"


def test_a_place_is_listed_with_all_that_lies_in_it_and_nothing_else(cast: Cast, order: Order) -> None:
    assert names(listed(cast.commander, order, node=DAOMAO)) == {"吴桂芳", "陈小河", "林夏"}
    assert names(listed(cast.commander, order, node=DAOMAO_WEST)) == {"陈小河", "林夏"}


def test_over_http_a_standing_nobody_knows_is_refused(client, cast: Cast, order: Order) -> None:
    address = f"/api/orders/{order.id}/recipients"
    commander = client.as_(cast.commander)
    assert commander.get(f"{address}?standing=sleeping").status_code == 422
    page = commander.get(f"{address}?standing=all&limit=2").json
    assert [sorted(page["items"][0])] == [sorted([
        "person_id", "name", "phone", "role", "area_code", "area_name_zh", "area_name_en", "state", "answer",
        "answered_at", "note", "asks_help", "channel", "accepted_at", "tries", "last_status",
        "step", "answered_via", "answered_by",
    ])]  # fmt: skip
    assert len(commander.get(f"{address}?limit=2&cursor={page['next_cursor']}").json["items"]) == 2
