"""Quiet hours are the plan's own where it has some, frozen with each order, and hold back nothing severe."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.actions import cancel
from backend.commands.actions.edit_plan import edit_plan
from backend.commands.models.ladder import OrderStep
from backend.commands.models.order import Order
from backend.commands.queries import plans
from backend.commands.rules import plan_warnings, quiet
from backend.commands.rules.plan_diff import differences
from backend.core import clock as core_clock
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import orders, people
from tests.builders.ladder import Channel
from tests.cast import Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")
BEIJING = ZoneInfo("Asia/Shanghai")


def planned(cast: Cast, *, based_on: int = 1, severity: str = "Minor", **changes: Any) -> None:
    content = {**plans.one("road_collapse").content, "severity": severity, **changes}
    edit_plan(people.actor(cast.commander), "road_collapse", based_on=based_on, content=content)


def around_now() -> str:
    here = core_clock.now().astimezone(BEIJING)
    return quiet.written(quiet.Quiet((here - timedelta(hours=1)).time(), (here + timedelta(hours=1)).time()))


def issued(cast: Cast, version: int) -> dict[str, Any]:
    return orders.order(cast.chaoming_commander, places.DAOMAO_WEST, plan_version=version)


def waits(db: SQLAlchemy, order: dict[str, Any]) -> timedelta:
    first = select(OrderStep.due_at).where(OrderStep.order_id == order["id"], OrderStep.step == 1)
    return db.session.scalars(first).one() - order["sent"]  # type: ignore[no-any-return]


def test_a_mild_order_waits_for_its_own_plans_morning(db: SQLAlchemy, cast: Cast) -> None:
    planned(cast, quiet_hours=around_now())
    assert waits(db, issued(cast, 2)) > timedelta(minutes=50)
    planned(cast, based_on=2, quiet_hours="")
    assert waits(db, issued(cast, 3)) == timedelta(seconds=30)


@pytest.mark.parametrize("severity", ["Extreme", "Severe", "Moderate"])
def test_a_severe_one_is_never_held_back_whatever_its_plan_says(db: SQLAlchemy, cast: Cast, severity: str) -> None:
    planned(cast, quiet_hours=around_now(), severity=severity)
    assert waits(db, issued(cast, 2)) == timedelta(seconds=30)


def test_they_are_frozen_with_the_order(db: SQLAlchemy, cast: Cast, clock) -> None:
    """Whoever moves on later, because a text did not arrive, is judged by the hours of then."""
    planned(cast, quiet_hours="")
    order = issued(cast, 2)
    planned(cast, based_on=2, quiet_hours=around_now())
    assert db.session.get_one(Order, order["id"]).quiet_hours == ""
    sms, voice = Channel("sms"), Channel("voice")
    sms.live()
    clock.move(30)
    sms.answer(sms.claim(), "gone", status=1)
    assert len(voice.claim()) == 2


def test_what_the_plan_does_not_say_is_the_installations(db: SQLAlchemy, cast: Cast) -> None:
    planned(cast)
    assert db.session.get_one(Order, issued(cast, 2)["id"]).quiet_hours == "22:00-06:30"
    assert quiet.of_order(None, None) is None
    assert quiet.written(quiet.parse("01:05-06:30")) == "01:05-06:30"


def test_a_correction_waits_for_no_morning(db: SQLAlchemy, cast: Cast, clock) -> None:
    planned(cast, quiet_hours="", ladder=[{"after_s": 0, "channel": "sms", "in_drills": True}])
    order = issued(cast, 2)
    sms = Channel("sms")
    sms.live()
    sms.deliver()
    planned(cast, based_on=2, quiet_hours=around_now())
    correction = cancel.cancel(people.actor(cast.chaoming_commander), order["id"], id=uuid7(), reason="误报")
    assert waits(db, correction) == timedelta()


def test_the_editor_is_told_where_the_hours_change_nothing_and_what_differs() -> None:
    severe = {"severity": "Severe", "quiet_hours": "22:00-06:30", "ladder": [{}]}
    assert "quiet_severe" in {warning.code for warning in plan_warnings.warnings(severe)}
    mild = {**severe, "severity": "Minor"}
    assert "quiet_severe" not in {warning.code for warning in plan_warnings.warnings(mild)}
    [change] = differences({"quiet_hours": "22:00-06:30"}, {"quiet_hours": ""})
    assert (change.path, change.before, change.after) == ("quiet_hours", "22:00-06:30", "")


@pytest.mark.parametrize("said", ["at night", "25:00-06:30", "22:00"])
def test_hours_that_are_none_are_refused(client: ActingClient, cast: Cast, said: str) -> None:
    content = {**plans.one("road_collapse").content, "quiet_hours": said}
    body = {"content": content, "based_on": 1, "note": None}
    assert client.as_(cast.commander).put("/api/plans/road_collapse", json=body).status_code == 422
