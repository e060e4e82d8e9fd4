"""Two pairs of eyes: a district's order waits for a second person, on another phone, against the clock."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text

from backend.commands.actions.submissions.expire import expire
from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.identity.models import Person
from backend.push.channels.envelope import Result
from backend.push.notice_outbox import NoticeOutbox
from backend.push.sender.life import LOCK_CLASS
from tests.builders import orders, people
from tests.builders.orders import Gateway, names
from tests.cast import CHAOMING, DISTRICT, WULIN, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk

pytestmark = pytest.mark.usefixtures("clock")


class NoticePhones:
    """The sender of notices with a push service behind it."""

    def __init__(self) -> None:
        self.outbox = NoticeOutbox()
        database.session.execute(text("SELECT pg_advisory_xact_lock(:k, 9)"), {"k": LOCK_CLASS})

    def ring(self) -> list[dict[str, Any]]:
        """What arrives now, as the notifications have it."""
        envelopes = self.outbox.claim(database.session(), 9, 100)
        now = product_clock.now()
        accepted = [Result(one.key, one.subscription_id, "accepted", 201, None, now) for one in envelopes]
        self.outbox.settle(database.session(), accepted)
        return [orjson.loads(one.payload)["notification"] for one in envelopes]


@pytest.fixture
def officer(cast: Cast) -> Person:
    made = people.person("区值班", DISTRICT, "duty_officer")
    orders.phone(made)
    orders.phone(cast.commander)
    return made


@pytest.fixture
def phones(officer: Person) -> NoticePhones:
    return NoticePhones()


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Desk:
    return Desk(client, cast.commander)


def test_it_is_asked_for_approved_from_the_other_phone_and_out_within_57_seconds(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, phones: NoticePhones, officer: Person, clock
) -> None:
    orders.phone(cast.wulin_worker)
    sent = desk.submit(CHAOMING, WULIN, tapped_s=30)
    [asked] = phones.ring()
    assert asked["title"].startswith("请审批：")
    assert (asked["navigate"], asked["tag"]) == (f"/command/submissions/{sent['id']}", sent["id"])
    assert asked["data"]["kind"] == "notice"
    assert gateway.claim() == []

    clock.move(12)
    approved = client.as_(officer).post(f"/api/submissions/{sent['id']}/approve")
    assert approved.json["state"] == "approved"
    [told] = phones.ring()
    assert told["title"].startswith("已批准：")
    assert told["navigate"] == f"/command/orders/{sent['id']}"
    clock.move(6)
    assert names(gateway.deliver()) == {cast.wulin_worker.id}
    desk.order = sent
    board = desk.board()
    assert (board["seconds_to_accepted"], board["seconds_allowed"]) == (48.0, 57)
    assert board["order"]["approved_by"]["name"] == "区值班"
    stamps = board["stamps"]
    in_order = ["opened", "plan_chosen", "area_set", "confirmed", "approved", "accepted"]
    assert in_order == sorted(in_order, key=lambda name: stamps[name])
    assert desk.timeline()[4:] == ["submission.sent", "submission.approved", "order.issued", "order.accepted"]


def test_it_is_refused_with_a_reason_that_its_sender_reads_on_his_phone(
    client: ActingClient, gateway: Gateway, desk: Desk, phones: NoticePhones, officer: Person
) -> None:
    sent = desk.submit(CHAOMING, WULIN)
    phones.ring()
    reply = client.as_(officer).post(f"/api/submissions/{sent['id']}/refuse", json={"reason": "只需潮鸣街道"})
    assert reply.json["state"] == "refused"
    [told] = phones.ring()
    assert told["body"] == "区值班退回：只需潮鸣街道"
    assert gateway.claim() == []


def test_who_asked_cannot_decide_and_after_fifteen_minutes_nobody_can(
    client: ActingClient, cast: Cast, desk: Desk, phones: NoticePhones, officer: Person, clock
) -> None:
    sent = desk.submit(CHAOMING, WULIN)
    address = f"/api/submissions/{sent['id']}"
    assert client.as_(cast.commander).post(f"{address}/approve").json["code"] == "submission.not_yourself"
    phones.ring()
    clock.move(14 * 60 + 59)
    assert expire() == 0
    clock.move(1)
    # By the clock, before any job has said so.
    assert client.as_(officer).post(f"{address}/approve").json["code"] == "submission.settled"
    assert client.as_(officer).get(address).json["state"] == "expired"
    assert (expire(), expire()) == (1, 0)
    [told] = phones.ring()
    assert told["title"].startswith("送审超时：")
    assert client.as_(cast.commander).get(address).json["steps"][-1] == {
        "state": "expired", "at": "2026-03-02T01:15:00+00:00", "who": None, "reason": None
    }  # fmt: skip


def test_an_override_stops_the_asking_and_its_reason_stays_for_all_to_see(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, phones: NoticePhones, officer: Person, clock
) -> None:
    orders.phone(cast.wulin_worker)
    sent = desk.submit(CHAOMING, WULIN)
    clock.move(25)
    reply = client.as_(cast.commander).post(
        f"/api/submissions/{sent['id']}/override", json={"reason": "值班室电话无人接听"}
    )
    assert reply.json["state"] == "overridden"
    # The request had not left yet: nobody is asked for what is out already.
    assert phones.ring() == []
    desk.order = sent
    board = desk.board()
    assert board["order"]["override_reason"] == "值班室电话无人接听"
    assert (board["order"]["approved_by"], board["stamps"]["approved"]) == (None, None)
    assert desk.timeline()[-3:] == ["submission.overridden", "order.issued", "order.overridden"]
    assert names(gateway.deliver()) == {cast.wulin_worker.id}


def test_a_planned_drill_is_exempt_because_it_was_agreed_on_when_it_was_planned(cast: Cast) -> None:
    order = orders.planned(cast.commander, CHAOMING, WULIN)
    assert (order.approved_by, order.override_reason) == (None, None)
    assert isinstance(order.id, UUID)
