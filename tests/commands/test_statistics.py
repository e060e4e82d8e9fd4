"""The key figures: of real orders by street and month, and never touched by drills."""

from datetime import timedelta
from typing import Any

import pytest

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order, OrderProgress
from backend.core.db import db as database
from tests import cast as places
from tests.builders import drills, orders
from tests.builders.sent_order import report
from tests.cast import Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")


def figures(client: ActingClient, who: Any, query: str = "") -> list[dict[str, Any]]:
    reply = client.as_(who).get(f"/api/orders/statistics{query}")
    assert reply.status_code == 200, reply.json
    return list(reply.json["items"])


def an_order(cast: Cast, clock: Any, area: str, seconds: float, **more: Any) -> Order:
    """Opened half a minute ago, and accepted so many seconds after opening."""
    opened = clock.now() - timedelta(seconds=30)
    order = orders.order(cast.commander, area, stamps={"opened": opened.isoformat()}, **more)
    progress = database.session.get_one(OrderProgress, order["id"])
    progress.all_accepted_at = opened + timedelta(seconds=seconds)
    database.session.flush()
    return database.session.get_one(Order, order["id"])


def everybody_acknowledges(order: Order, *who: Any) -> None:
    take_receipts([report(order, one, "acknowledged") for one in who])


def test_orders_are_counted_by_street_and_month(client: ActingClient, cast: Cast, clock) -> None:
    first = an_order(cast, clock, places.DAOMAO_WEST, 40)
    everybody_acknowledges(first, cast.grid_worker, cast.volunteer)
    an_order(cast, clock, places.DAOMAO_WEST, 60)
    an_order(cast, clock, places.XIANLIN_WEST, 50)
    clock.move(31 * 24 * 3_600)
    late = an_order(cast, clock, places.DAOMAO_WEST, 56)
    clock.move(301)
    everybody_acknowledges(late, cast.grid_worker, cast.volunteer)

    wulin, chaoming_march, chaoming_april = figures(client, cast.commander)
    assert (wulin["area_code"], wulin["orders"], wulin["places_in_time_share"]) == (places.WULIN, 1, 0)
    assert chaoming_march == {
        "area_code": places.CHAOMING,
        "name_zh": "区划330103005",
        "name_en": "Area 330103005",
        "month": "2026-03",
        "orders": 2,
        "timed": 2,
        "median_seconds_to_accepted": 50,
        "accepted_in_time_share": 0.5,
        "places_due": 2,
        "places_in_time": 1,
        "places_in_time_share": 0.5,
    }
    assert (chaoming_april["month"], chaoming_april["places_in_time_share"]) == ("2026-04", 0)
    assert [one["month"] for one in figures(client, cast.commander, "?months=1")] == ["2026-04"]


def test_drills_never_change_the_default_answer(client: ActingClient, cast: Cast, clock) -> None:
    an_order(cast, clock, places.DAOMAO_WEST, 40)
    before = figures(client, cast.commander)
    drill = an_order(cast, clock, places.DAOMAO_WEST, 20, status="Exercise")
    everybody_acknowledges(drill, cast.grid_worker, cast.volunteer)
    drills.planned(cast.chaoming_commander, drills.body(places.CHAOMING, in_s=None))
    assert figures(client, cast.commander) == before == figures(client, cast.commander, "?status=Actual")
    [practised] = figures(client, cast.commander, "?status=Exercise")
    assert (practised["orders"], practised["timed"], practised["median_seconds_to_accepted"]) == (2, 1, 20)


def test_a_street_sees_its_own_figures_only(client: ActingClient, cast: Cast, clock) -> None:
    an_order(cast, clock, places.DISTRICT, 40, override_reason="通信中断,无法联系")
    assert [one["area_code"] for one in figures(client, cast.chaoming_commander)] == [places.CHAOMING]
    assert [one["area_code"] for one in figures(client, cast.wulin_commander)] == [places.WULIN]
    assert client.as_(cast.grid_worker).get("/api/orders/statistics").status_code == 403


def test_where_nothing_was_due_or_timed_there_is_no_share(client: ActingClient, cast: Cast, clock) -> None:
    orders.order(cast.chaoming_commander, target=orders.target(places.DAOMAO, roles=("volunteer",)))
    [only] = figures(client, cast.chaoming_commander)
    assert (only["orders"], only["timed"], only["places_due"]) == (1, 0, 0)
    assert only["median_seconds_to_accepted"] is None
    assert only["accepted_in_time_share"] is None
    assert only["places_in_time_share"] is None
