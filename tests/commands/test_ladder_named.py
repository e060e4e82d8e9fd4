"""Steps on channels that know people by other names than a number: work notices and the wrapped app."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from backend.commands.actions import cancel
from backend.commands.actions.edit_plan import edit_plan
from backend.commands.ladder.source import ladders
from backend.commands.queries import plans
from backend.commands.queries.check import check
from backend.commands.queries.ladder import ladder as shown
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person, PersonAddress
from backend.push.channels.app_push.getui import GetuiGateway
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.registry import Registry
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import DingTalk, Getui
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from tests import cast as places
from tests.builders import ladder, orders, people
from tests.builders.ladder import Channel
from tests.builders.orders import names
from tests.cast import Cast
from tests.conftest import MONDAY
from tests.doubles import dingtalk, getui
from tests.push.outside import until

STEPS = [
    {"after_s": 10, "channel": "work_im", "in_drills": True},
    {"after_s": 20, "channel": "app_push", "in_drills": True},
    {"after_s": 30, "channel": "sms", "in_drills": True},
]
CLIENT = "0f" * 16


def named(person: Person, channel: str, address: str) -> None:
    database.session.add(PersonAddress(person_id=person.id, channel=channel, address=address))
    database.session.flush()


def planned(cast: Cast, *steps: dict[str, Any]) -> None:
    """The plan of the tests with another ladder, as its second version."""
    content = {**plans.one("road_collapse").content, "ladder": list(steps or STEPS)}
    edit_plan(people.actor(cast.commander), "road_collapse", based_on=1, content=content)


def issued(cast: Cast) -> dict[str, Any]:
    return orders.order(cast.chaoming_commander, places.DAOMAO_WEST, plan_version=2)


def looked_at(cast: Cast, **more: Any) -> dict[str, Any]:
    asked = {"plan_code": "road_collapse", "status": "Actual", "slots": orders.SLOTS, "expires_at": None, **more}
    actor = people.actor(cast.chaoming_commander)
    return check(actor, **{"names": True, **asked}, target=orders.target(places.DAOMAO_WEST))


@pytest.mark.usefixtures("clock")
def test_each_is_told_where_a_channel_knows_him_and_passed_over_where_it_does_not(
    db: SQLAlchemy, cast: Cast, clock
) -> None:
    work, app, sms = Channel("work_im"), Channel("app_push"), Channel("sms")
    work.live()
    named(cast.grid_worker, "work_im", "manager4220")
    named(cast.volunteer, "app_push", "li01")
    planned(cast)
    order = issued(cast)
    clock.move(10)
    assert [one.endpoint for one in work.deliver()] == ["manager4220"]
    clock.move(10)
    assert [one.endpoint for one in app.deliver()] == ["alias:li01"]
    clock.move(10)
    assert names(sms.deliver()) == {cast.grid_worker.id, cast.volunteer.id}
    assert ladder.at(order["id"], cast.grid_worker.id) == {1: "accepted", 2: "failed", 3: "accepted"}
    assert ladder.kept(order["id"]) == ladder.recounted(order["id"])


@pytest.mark.usefixtures("clock")
def test_a_correction_goes_by_the_same_channel_to_who_was_told_there(cast: Cast, clock) -> None:
    work = Channel("work_im")
    work.live()
    named(cast.grid_worker, "work_im", "manager4220")
    planned(cast)
    order = issued(cast)
    clock.move(10)
    work.deliver()
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    assert [(one.key.order_id, one.endpoint) for one in work.claim()] == [(correction["id"], "manager4220")]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("clock")
def test_before_the_tap_it_counts_whom_the_ladder_really_leads_to(cast: Cast) -> None:
    orders.phone(people.person("推送", places.DAOMAO_WEST, "volunteer"))
    nowhere = people.person("无处", places.DAOMAO_WEST, "volunteer")
    nowhere.phone = "0571-85001234"
    named(cast.grid_worker, "work_im", "manager4220")
    planned(cast)
    seen = looked_at(cast)
    assert seen["reach"] == {"webpush": 1, "live": 0, "ladder": 2, "none": 1}
    assert [one.name for one in seen["unreachable"]] == ["无处"]
    ways = {way["way"]: way["people"] for way in seen["forecast"]["ways"]}
    assert ways == {"push": 1, "work_im": 1, "sms": 1, "none": 1}
    # Without a plan nothing comes after push.
    assert looked_at(cast, plan_code=None)["reach"] == {"webpush": 1, "live": 0, "ladder": 0, "none": 3}


@pytest.mark.usefixtures("clock")
def test_before_the_tap_it_says_how_long_each_channel_takes_for_all(cast: Cast) -> None:
    orders.crowd(599, places.DAOMAO_WEST)
    named(cast.grid_worker, "app_push", CLIENT)
    planned(cast)
    storms = {one["channel"]: one for one in looked_at(cast)["storms"]}
    assert {channel: one["people"] for channel, one in storms.items()} == {"app_push": 1, "sms": 601}
    assert (storms["sms"]["seconds"], storms["sms"]["usual"], storms["sms"]["after_s"]) == (6.0, True, 30)


@pytest.mark.usefixtures("clock")
def test_the_board_says_how_long_what_is_left_takes(cast: Cast, clock) -> None:
    sms = Channel("sms")
    sms.live()
    orders.crowd(500, places.DAOMAO_WEST)
    planned(cast, STEPS[2])
    order = issued(cast)
    actor = people.actor(cast.chaoming_commander)
    [step] = shown(actor, order["id"], node=None)["steps"]
    assert (step["left"], step["seconds"]) == (502, 5.01)
    assert shown(actor, order["id"], node=None)["next"]["seconds"] == 5.01
    clock.move(30)
    sms.deliver()
    [step] = shown(actor, order["id"], node=None)["steps"]
    assert (step["left"], step["seconds"]) == (0, 0.0)


@pytest.fixture
def ding() -> Iterator[dingtalk.DingTalkDouble]:
    double = dingtalk.DingTalkDouble()
    yield double
    double.close()


@pytest.fixture
def app_service() -> Iterator[getui.GetuiDouble]:
    double = getui.GetuiDouble()
    yield double
    double.close()


@pytest.fixture
def engine(
    app: Flask, committed: object, ding: dingtalk.DingTalkDouble, app_service: getui.GetuiDouble
) -> Iterator[Engine]:
    of_ding = DingTalk(dingtalk.APP_KEY, dingtalk.APP_SECRET, dingtalk.AGENT_ID, url=ding.url)
    of_getui = Getui(getui.APP_ID, getui.APP_KEY, getui.MASTER_SECRET, url=app_service.url)
    work = OutsideChannel("work_im", DingTalkGateway(of_ding), 80)
    pushed = OutsideChannel("app_push", GetuiGateway(of_getui), 80)
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    sources = [one for one in ladders(orders.SECRET) if one.channels[0] in {"work_im", "app_push"}]
    yield Engine(sources, Registry([work, pushed]), life, database.session(), instance="here:1", wake=bell)
    life.close()
    work.close()
    pushed.close()
    os.close(bell)
    os.close(rope)
    core_clock.release()


def test_it_goes_all_the_way_to_both_services(
    engine: Engine, ding: dingtalk.DingTalkDouble, app_service: getui.GetuiDouble
) -> None:
    core_clock.hold(MONDAY)
    cast = Cast()
    orders.plans()
    named(cast.grid_worker, "work_im", "manager4220")
    named(cast.volunteer, "app_push", CLIENT)
    planned(cast)
    order_id = issued(cast)["id"]
    database.session.commit()

    def turned(done: Any) -> Any:
        engine.turn()
        return done()

    core_clock.move(10)
    until(lambda: turned(lambda: ding.reached == ["manager4220"]), 60)
    core_clock.move(10)
    until(lambda: turned(lambda: [push.cid for push in app_service.pushed] == [CLIENT]), 60)
    until(lambda: turned(lambda: _settled(order_id)), 60)
    assert ladder.kept(order_id) == ladder.recounted(order_id)


def _settled(order_id: Any) -> bool:
    database.session.rollback()
    return "claimed" not in {state for _, _, state in ladder.kept(order_id)}
