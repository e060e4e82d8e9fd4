"""Months of long ended orders are moved out whole, and come back whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, table, text

from backend.commands.actions.move_out_months import ARCHIVE, TABLES, bring_back, move_out_months
from backend.commands.models.delivery import Delivery, Receipt
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.facts import Fact

OLD = "2024_10"
WHEN = datetime(2024, 10, 15, 12, tzinfo=UTC)


def id_of(moment: datetime) -> UUID:
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (uuid7().int & (1 << 80) - 1))


@pytest.fixture
def order_id(db: SQLAlchemy) -> UUID:
    """An order of that month, with two recipients of whom one has answered."""
    order_id, (first, second) = id_of(WHEN), (uuid7(), uuid7())
    db.session.execute(text("SELECT make_order_months('2024-10-01', 1)"))
    shared = {"order_id": order_id, "batch_id": 1, "node_code": "1", "node_path": "1."}
    db.session.add_all(Delivery(person_id=person, **shared) for person in (first, second))
    said = {"state": 4, "device_at": WHEN, "server_at": WHEN, "clock_offset_ms": 0, "via": "session"}
    db.session.add(Receipt(order_id=order_id, id=uuid7(), person_id=first, **said))
    db.session.flush()
    return order_id


def rows(db: SQLAlchemy, order_id: UUID) -> tuple[int, int]:
    db.session.expire_all()
    counts = [
        db.session.scalar(select(func.count()).select_from(model).where(model.order_id == order_id)) or 0
        for model in (Delivery, Receipt)
    ]
    return counts[0], counts[1]


def out(db: SQLAlchemy) -> list[str]:
    asked = text("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r'")
    return sorted(db.session.scalars(asked, {"schema": ARCHIVE}))


def test_a_month_beyond_the_setting_goes_out_whole_and_comes_back_whole(
    db: SQLAlchemy, order_id: UUID, clock: Any
) -> None:
    clock.hold(datetime(2026, 11, 2, tzinfo=UTC))
    assert move_out_months() == [OLD]
    assert rows(db, order_id) == (0, 0)
    assert out(db) == [f"{name}_p_{OLD}" for name in TABLES]
    assert db.session.scalar(select(func.count()).select_from(table(f"delivery_p_{OLD}", schema=ARCHIVE))) == 2

    assert bring_back(OLD) == len(TABLES)
    assert rows(db, order_id) == (2, 1)
    assert out(db) == []
    told = db.session.scalars(select(Fact.kind).where(Fact.subject_id == OLD).order_by(Fact.seq)).all()
    assert told == ["order_month.moved_out", "order_month.brought_back"]


@pytest.mark.parametrize("now", [datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2024, 11, 1, tzinfo=UTC)])
def test_a_month_within_the_setting_stays(db: SQLAlchemy, order_id: UUID, clock: Any, now: datetime) -> None:
    clock.hold(now)
    assert move_out_months() == []
    assert rows(db, order_id) == (2, 1)


def test_what_is_not_there_does_not_come_back(db: SQLAlchemy) -> None:
    assert [bring_back(month) for month in (OLD, "2024-10", "x'; --")] == [0, 0, 0]


def test_months_of_now_are_never_moved_out(db: SQLAlchemy) -> None:
    move_out_months()
    this_month = core_clock.now()
    for month in (this_month, this_month + timedelta(days=31)):
        assert db.session.scalar(text("SELECT to_regclass(:name)"), {"name": f"delivery_p_{month:%Y_%m}"})
