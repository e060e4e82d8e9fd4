"""An update that has gone out takes the older words back where a gateway can; before it has, nothing is taken."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy import update as change

from backend.commands.actions import update
from backend.commands.actions.edit_plan import edit_plan
from backend.commands.actions.take_back_replaced import take_back_replaced
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.ladder.source import ladders
from backend.commands.models.ladder import DeliveryStep, LadderBatch
from backend.commands.models.order import Order
from backend.commands.queries import plans
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person, PersonAddress, RoleGrant
from backend.push.channels.app_push.getui import GetuiGateway
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.registry import Registry
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import DingTalk, Getui
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from tests import cast as places
from tests.builders import orders, people
from tests.builders.orders import Gateway
from tests.builders.sent_order import report
from tests.cast import Cast
from tests.conftest import MONDAY
from tests.doubles import dingtalk, getui
from tests.push.outside import until

WORK = {"after_s": 10, "channel": "work_im", "in_drills": True}
APP = {"after_s": 10, "channel": "app_push", "in_drills": True}
CLIENT = "0f" * 16


class Scene:
    """A sender with both services behind it, and the cast's two people known to them."""

    def __init__(self, engine: Engine, ding: dingtalk.DingTalkDouble, app_service: getui.GetuiDouble) -> None:
        self.engine, self.ding, self.app_service = engine, ding, app_service
        core_clock.hold(MONDAY)
        self.cast = Cast()
        orders.plans()

    def named(self, person: Person, channel: str, address: str) -> None:
        database.session.add(PersonAddress(person_id=person.id, channel=channel, address=address))
        database.session.flush()

    def told(self, *steps: dict[str, Any]) -> UUID:
        """An order, out on all its steps."""
        content = {**plans.one("road_collapse").content, "ladder": list(steps)}
        edit_plan(people.actor(self.cast.commander), "road_collapse", based_on=1, content=content)
        order_id: UUID = orders.order(self.cast.chaoming_commander, places.DAOMAO_WEST, plan_version=2)["id"]
        database.session.commit()
        self.out(order_id, len(steps))
        return order_id

    def updated(self, order_id: UUID) -> UUID:
        actor = people.actor(self.cast.chaoming_commander)
        new_id: UUID = update.update(actor, order_id, id=uuid7(), slots=orders.SLOTS)["id"]
        database.session.commit()
        return new_id

    def out(self, order_id: UUID, steps: int) -> None:
        core_clock.move(10)
        self.turn_until(lambda: len(self.settled(order_id)) == steps)
        self.heard()

    def heard(self) -> None:
        """What DingTalk says when it is asked."""
        core_clock.move(2)
        questions = self.ding.questions
        self.turn_until(lambda: self.ding.questions > questions)
        self.turn_until(lambda: "accepted" not in self.states("work_im"))

    def settled(self, order_id: UUID) -> set[int]:
        """Steps of which everybody's message is written down."""
        database.session.rollback()
        mine = select(DeliveryStep.step, DeliveryStep.state).where(DeliveryStep.order_id == order_id)
        rows = database.session.execute(mine).all()
        return {row.step for row in rows} if all(row.state not in {"claimed", "waiting"} for row in rows) else set()

    def due(self) -> int:
        """Batches whose step is due and that the sender has not gone through."""
        database.session.rollback()
        left = (LadderBatch.done_at.is_(None), LadderBatch.due_at <= core_clock.now())
        return database.session.scalar(select(func.count()).select_from(LadderBatch).where(*left)) or 0

    def states(self, channel: str) -> list[str]:
        database.session.rollback()
        return list(database.session.scalars(select(DeliveryStep.state).where(DeliveryStep.channel == channel)))

    def swept(self) -> int:
        """The job, after the sender has looked round; how many messages it takes back."""
        self.turn_until(lambda: not self.due())
        taken = take_back_replaced()
        database.session.commit()
        return taken

    def turn_until(self, done: Callable[[], object]) -> None:
        def turned() -> object:
            self.engine.turn()
            return done()

        until(turned)

    def moves_away(self, person: Person) -> None:
        person.area_code, person.area_path = places.DONGHE_WEST, self.cast.areas[places.DONGHE_WEST].path
        his = RoleGrant.person_id == person.id
        database.session.execute(change(RoleGrant).where(his).values(revoked_at=core_clock.now()))
        database.session.commit()

    def pushed(self) -> set[UUID]:
        """Whose push service has taken what was due."""
        gone_out = Gateway().live().deliver()
        database.session.commit()
        return orders.names(gone_out)

    def recalled(self) -> list[bool]:
        return [notice.is_recalled for notice in self.ding.notices]


@pytest.fixture
def scene(app: Flask, committed: object) -> Iterator[Scene]:
    ding, app_service = dingtalk.DingTalkDouble(), getui.GetuiDouble()
    of_ding = DingTalk(dingtalk.APP_KEY, dingtalk.APP_SECRET, dingtalk.AGENT_ID, url=ding.url)
    of_getui = Getui(getui.APP_ID, getui.APP_KEY, getui.MASTER_SECRET, url=app_service.url)
    work = OutsideChannel("work_im", DingTalkGateway(of_ding), 80)
    pushed = OutsideChannel("app_push", GetuiGateway(of_getui), 80)
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    sources = [one for one in ladders(orders.SECRET) if one.channels[0] in {"sms", "work_im", "app_push"}]
    engine = Engine(sources, Registry([work, pushed]), life, database.session(), instance="here:1", wake=bell)
    yield Scene(engine, ding, app_service)
    database.session.rollback()
    life.close()
    work.close()
    pushed.close()
    ding.close()
    app_service.close()
    os.close(bell)
    os.close(rope)
    core_clock.release()


def test_the_older_words_go_when_the_newer_ones_have_arrived_and_not_before(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    scene.named(scene.cast.volunteer, "app_push", CLIENT)
    first = scene.told(WORK, APP)
    second = scene.updated(first)
    # Replaced, but what replaces it has not left yet.
    assert scene.swept() == 0
    core_clock.move(10)
    scene.turn_until(lambda: len(scene.ding.notices) == 2 and len(scene.settled(second)) == 2)
    # Getui has it at once; DingTalk has taken it and is still asked whether it arrived.
    assert scene.swept() == 1
    assert scene.recalled() == [False, False]
    scene.heard()
    assert scene.swept() == 1
    assert scene.swept() == 0
    scene.turn_until(lambda: scene.recalled() == [True, False])
    scene.turn_until(lambda: scene.app_service.stopped == [scene.app_service.pushed[0].task])
    assert len(scene.app_service.pushed) == 2


def test_whom_the_newer_words_do_not_reach_keeps_the_older_and_so_does_who_was_in_the_same_call(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    scene.named(scene.cast.volunteer, "work_im", "zhang01")
    # The same words, so both are told in one call.
    scene.cast.volunteer.language = "zh-CN"
    first = scene.told(WORK)
    assert [len(notice.users) for notice in scene.ding.notices] == [2]
    scene.ding.strangers = {"zhang01"}
    second = scene.updated(first)
    scene.out(second, 1)
    assert scene.swept() == 0
    assert True not in scene.recalled()


def test_whom_the_update_does_not_address_any_more_keeps_the_only_words_he_has(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    scene.named(scene.cast.volunteer, "work_im", "zhang01")
    # Each is told in a language, so in a call, of his own.
    first = scene.told(WORK)
    scene.moves_away(scene.cast.grid_worker)
    second = scene.updated(first)
    scene.out(second, 1)
    assert scene.swept() == 1
    scene.turn_until(lambda: True in scene.recalled())
    assert [notice.users for notice in scene.ding.notices if notice.is_recalled] == [["zhang01"]]
    assert scene.swept() == 0


def test_a_push_service_that_took_the_newer_words_does_not_make_up_for_a_notice_that_never_came(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    orders.phone(scene.cast.grid_worker)
    first = scene.told(WORK)
    scene.ding.strangers = {"manager4220"}
    second = scene.updated(first)
    assert scene.pushed() == {scene.cast.grid_worker.id}
    scene.out(second, 1)
    assert scene.swept() == 0
    # Once his screen has shown them he has them.
    take_receipts([report(database.session.get_one(Order, second), scene.cast.grid_worker, "shown")])
    database.session.commit()
    assert scene.swept() == 1


def test_where_nothing_is_left_to_recall_nobody_is_looked_for(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    second = scene.updated(scene.told(WORK))
    scene.out(second, 1)
    with steps_read() as read:
        assert scene.swept() == 1
        assert len(read) == 1
        assert scene.swept() == 0
    assert len(read) == 1


@contextmanager
def steps_read() -> Iterator[list[str]]:
    """Statements that look through who was told."""
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "delivery_step AS told" in statement:
            read.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield read
    event.remove(database.engine, "before_cursor_execute", note)


def test_who_has_answered_the_update_already_needs_no_second_notice_to_lose_the_first(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    first = scene.told(WORK)
    second = scene.updated(first)
    for person in (scene.cast.grid_worker, scene.cast.volunteer):
        take_receipts([report(database.session.get_one(Order, second), person, "acknowledged")])
    database.session.commit()
    core_clock.move(10)
    assert scene.swept() == 1
    scene.turn_until(lambda: scene.recalled() == [True])


def test_what_has_replaced_nothing_takes_nothing_back(scene: Scene) -> None:
    scene.named(scene.cast.grid_worker, "work_im", "manager4220")
    scene.told(WORK)
    assert scene.swept() == 0
