"""Groups are told by their robots: once an order, everybody called, twenty a minute at most."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.actions import tell_groups as telling
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.push import settings as push_settings
from backend.push.actions.tell_groups import tell_groups
from backend.push.channels.assembled import robot
from backend.push.channels.envelope import Result
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.work_im import robots as posting
from backend.push.channels.work_im.robots import AT_MOST, DingTalkToAll, RobotGateway
from backend.push.models import RobotPost
from backend.push.robot_outbox import RobotOutbox
from tests import cast as places
from tests.builders import orders
from tests.cast import Cast
from tests.doubles.robots import RobotsDouble
from tests.push.outside import envelope, results

# Apprise looks at every robot it knows, and one of them at a module that Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
TOKEN, SECRET = "a" * 64, "SEC" + "0" * 60


@pytest.fixture
def group() -> Iterator[RobotsDouble]:
    double = RobotsDouble()
    yield double
    double.close()


@pytest.fixture
def channel(group: RobotsDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[OutsideChannel]:
    monkeypatch.setattr(DingTalkToAll, "notify_url", f"{group.url}/robot/send?access_token={{token}}")
    monkeypatch.setattr(DingTalkToAll, "request_rate_per_sec", 0)
    urls = {"ding": f"dingtalk://{SECRET}@{TOKEN}/", "plain": f"json://{group.url.removeprefix('http://')}/hook"}
    made = OutsideChannel("robot", RobotGateway(urls), 1_000)
    yield made
    made.close()


def word(name: str, **said: object) -> Any:
    return envelope("robot", name, **said)  # type: ignore[arg-type]  # any of its words


def test_everybody_of_a_dingtalk_group_is_called(channel: OutsideChannel, group: RobotsDouble) -> None:
    (result,) = results(channel, [word("ding", title="【演练】撤离", text="请到潮鸣小学")])
    (post,) = group.posts
    assert result.outcome == "accepted"
    assert post.query["access_token"] == TOKEN
    assert post.json == {
        "msgtype": "text",
        "text": {"content": "【演练】撤离\n请到潮鸣小学"},
        "at": {"isAtAll": True},
    }
    signed = hmac.new(SECRET.encode(), f"{post.query['timestamp']}\n{SECRET}".encode(), hashlib.sha256)
    assert post.query["sign"] == base64.b64encode(signed.digest()).decode()


def test_any_robot_that_apprise_knows_will_do(channel: OutsideChannel, group: RobotsDouble) -> None:
    assert [result.outcome for result in results(channel, [word("plain", title="撤离")])] == ["accepted"]
    assert group.posts[0].json["title"] == "撤离"


def test_a_group_is_told_twenty_times_a_minute_at_most(
    channel: OutsideChannel, group: RobotsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = results(channel, [word("ding", title=f"{n}") for n in range(AT_MOST + 3)])
    assert [result.outcome for result in came].count("accepted") == len(group.posts) == AT_MOST
    later = [result.retry_at - result.at for result in came if result.retry_at]
    assert len(later) == 3
    assert all(timedelta(seconds=50) < wait <= timedelta(seconds=60) for wait in later)
    monkeypatch.setattr(posting, "A_MINUTE_S", 0.0)
    assert [result.outcome for result in results(channel, [word("ding")])] == ["accepted"]


@pytest.mark.parametrize("what", [500, "lose"])
def test_a_post_that_may_have_come_through_is_not_repeated(
    channel: OutsideChannel, group: RobotsDouble, what: int | str
) -> None:
    group.words.append(what)
    assert [result.outcome for result in results(channel, [word("ding")])] == ["refused"]
    assert len(group.calls) == 1


ROBOTS = [f"{places.CHAOMING}=dingtalk://{TOKEN}/", f"{places.WULIN}=dingtalk://{'b' * 64}/", "json://example.cn/"]


@pytest.fixture
def bound(app: Flask, db: SQLAlchemy) -> list[str]:
    push_settings.bind({**app.config, "ROBOTS": ROBOTS})
    return [one.name for one in push_settings.settings().robots]


def told(db: SQLAlchemy) -> set[str]:
    return set(db.session.scalars(select(RobotPost.robot)))


def say(order_id: UUID) -> None:
    path = f"{places.DISTRICT}.{places.CHAOMING}."
    tell_groups(
        order_id, title="撤离", words="请撤离", area_path=path, expires_at=core_clock.now() + timedelta(hours=1)
    )


def test_the_groups_of_the_area_are_told_and_those_of_the_street_next_door_are_not(
    db: SQLAlchemy, bound: list[str]
) -> None:
    say(uuid7())
    assert told(db) == {bound[0], bound[2]}


def test_a_group_is_told_once_of_an_order_whoever_asks_twice(db: SQLAlchemy, bound: list[str]) -> None:
    order_id = uuid7()
    say(order_id)
    say(order_id)
    outbox = RobotOutbox()
    posts = outbox.claim(db.session(), 1, 10)
    assert len(posts) == 2
    assert outbox.claim(db.session(), 2, 10) == []
    later = core_clock.now() + timedelta(seconds=30)
    done = Result(posts[0].key, posts[0].subscription_id, "accepted", 0, None, core_clock.now())
    outbox.settle(db.session(), [done, replace(done, key=posts[1].key, outcome="retry", retry_at=later)])
    assert outbox.next_due(db.session()) == later
    say(order_id)
    assert sorted(db.session.scalars(select(RobotPost.state))) == ["planned", "posted"]


def test_an_order_is_told_in_full(db: SQLAlchemy, bound: list[str]) -> None:
    cast = Cast()
    orders.plans()
    order_id = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, status="Exercise")["id"]
    telling.tell_groups(order_id)
    assert told(db) == {bound[0], bound[2]}
    post = db.session.scalars(select(RobotPost)).first()
    assert post is not None
    assert post.title.startswith("【演练】")
    assert post.text.endswith("请在掌上微驾签收。")


def test_the_demo_world_tells_no_group_and_no_address_is_printed(app: Flask, bound: list[str]) -> None:
    assert TOKEN not in repr(push_settings.settings().robots)
    channel = robot(push_settings.settings())
    assert channel.name == "robot"
    channel.close()
    push_settings.bind({**app.config, "ROBOTS": ROBOTS, "DEMO": True})
    assert push_settings.settings().robots == ()
