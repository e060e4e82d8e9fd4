"""Two workers at once, on real connections: a drill starts once, finishes once, and its series goes on once."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions.drills.finish import finish_ended
from backend.commands.actions.drills.run_due import run_due
from backend.commands.models.drill import Drill
from backend.commands.models.order import Order
from backend.core.db import db
from tests.builders import drills, orders
from tests.cast import CHAOMING, DAOMAO, Cast
from tests.commands.test_crowded import at_once

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(committed: SQLAlchemy) -> Cast:
    made = Cast()
    orders.plans()
    committed.session.commit()
    return made


def commits(work: Any) -> int:
    done = work()
    db.session.commit()
    return int(done)


def counted(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_two_workers_start_and_finish_each_drill_once(app: Flask, cast: Cast, clock) -> None:
    drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO, repeats="monthly"))
    drills.planned(cast.chaoming_commander, drills.body(CHAOMING))
    db.session.commit()
    clock.move(drills.HOUR_S)
    started = at_once(app, *[partial(commits, run_due)] * 4)
    assert sum(started) == 2
    db.session.rollback()
    assert counted(Order) == 2
    clock.move(5 * drills.HOUR_S)
    finished = at_once(app, *[partial(commits, finish_ended)] * 4)
    assert sum(finished) == 2
    db.session.rollback()
    assert counted(Drill) == 3
