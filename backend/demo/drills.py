"""Three drills of the last weeks, planned, held and scored by the product itself; only the answers are made up.

Two monthly tests of the lines, the second better than the first, whose series goes on; and an exercise by one key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select, text

from backend.areas.rules import levels
from backend.commands.actions.drills.finish import finish_ended
from backend.commands.actions.drills.plan import plan
from backend.commands.actions.drills.run_due import run_due
from backend.commands.actions.expire import expire
from backend.commands.models.drill import Drill
from backend.commands.queries import plans
from backend.commands.rules.drill_life import FINISHED, PLANNED, STARTED
from backend.commands.rules.identifier import BEIJING
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo.answers import Manners, answer
from backend.demo.geography import Geography
from backend.demo.people import SEED, Holder
from backend.identity.queries import actors

HOURS = timedelta(hours=1)
#: So long ago that the second of a monthly series is over and the third still to come, whatever the month.
FIRST = timedelta(days=45)
EXERCISE = timedelta(days=5)
MONTHS = 3
STREETS = ("潮鸣街道", "武林街道")
COMMUNITIES = ("刀茅巷社区", "仙林社区")
#: seconds before its confirmation at which a practised hand reached each step
TAPS = {"opened": 31.4, "plan_chosen": 24.0, "area_set": 11.5, "confirmed": 0.0}


def hold_drills(world: Geography, people: Mapping[UUID, Holder]) -> int:
    """In the past, by a held clock; returns how many are over."""
    random, now = np.random.default_rng(SEED), clock.now()
    with _clock_released():
        first = (now - FIRST).astimezone(BEIJING).replace(hour=10, minute=0, second=0, microsecond=0)
        _ready(first)
        clock.hold(first - timedelta(days=6, hours=1))
        places = [_code(world, name) for name in COMMUNITIES]
        _plan(_commander(world, people), "每月通信测试", "communication_test", places, first)
        _held(random, Manners(reached=0.93, silent=0.125, median_s=95))
        _held(random, Manners(reached=0.97, silent=0.05, median_s=66))
        clock.hold((now - EXERCISE).astimezone(BEIJING).replace(hour=15, minute=10, second=0, microsecond=0))
        planner = _commander(world, people, STREETS[0])
        _plan(planner, "刀茅巷道路塌陷疏散演练", "road_collapse", places[:1], None)
        _answered(random, Manners(reached=0.96, silent=0.07, median_s=58))
    return len(db.session.scalars(select(Drill.id).where(Drill.state == FINISHED)).all())


@contextmanager
def _clock_released() -> Iterator[None]:
    try:
        yield
    finally:
        clock.release()


def _ready(first: datetime) -> None:
    """Months for the facts of then."""
    months = {"first": first.date(), "months": MONTHS}
    db.session.execute(text("SELECT ensure_month_partitions('fact', :first, :months)"), months)


def _plan(planner: UUID, name: str, code: str, areas: list[str], starts_at: datetime | None) -> None:
    actor = actors.absent(planner)
    assert actor is not None
    now, chosen = clock.now(), plans.one(code)
    stamps = {tap: (now - timedelta(seconds=back)).isoformat() for tap, back in TAPS.items()}
    plan(
        actor,
        id=uuid7(),
        kind="exercise" if starts_at is None else "communication_test",
        name=name,
        plan_code=code,
        plan_version=chosen.version,
        slots={slot["name"]: slot["example"] for slot in chosen.content["slots"]},
        target=_target(areas),
        starts_at=starts_at,
        repeats="none" if starts_at is None else "monthly",
        stamps=stamps if starts_at is None else {},
    )


def _target(areas: list[str]) -> dict[str, Any]:
    nobody: dict[str, list[str]] = {"areas": [], "people": []}
    return {"areas": areas, "polygon": None, "circle": None, "roles": [], "exclude": nobody}


def _held(random: np.random.Generator, manners: Manners) -> None:
    """The planned one, when it is due."""
    clock.hold(db.session.scalars(select(Drill.starts_at).where(Drill.state == PLANNED)).one())
    run_due()
    _answered(random, manners)


def _answered(random: np.random.Generator, manners: Manners) -> None:
    """And over, once its order has expired."""
    drill = db.session.scalars(select(Drill).where(Drill.state == STARTED)).one()
    assert drill.order_id is not None
    began = clock.now()
    answer(drill.order_id, random, manners)
    clock.hold(began + 5 * HOURS)
    expire()
    finish_ended()


def _code(world: Geography, name: str) -> str:
    return next(row.code for row in world.rows if row.name_zh == name)


def _commander(world: Geography, people: Mapping[UUID, Holder], street: str | None = None) -> UUID:
    code = _code(world, street) if street else world.codes(levels.DISTRICT)[0]
    return next(id_ for id_, who in people.items() if (who.area_code, who.role) == (code, "commander"))
