"""The feed of changes while others write: nothing is skipped, and nothing costs more than what is new."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from backend.core import facts
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.realtime.queries import feed as news
from backend.realtime.queries.missed import floor
from backend.realtime.rules.cursor import unseal
from tests.builders import incidents
from tests.cast import DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.realtime.following import Phone

LATE = """
INSERT INTO fact (at, kind, subject_type, subject_id, area_path)
VALUES (now(), 'incident.reported', 'incident', :id, :path)
"""


def test_more_news_than_one_reply_holds_come_in_several(
    app: Flask, committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(ActingClient(app), committed_cast.grid_worker)
    monkeypatch.setattr(news, "AT_ONCE", 3)
    phone.pull()
    replies = phone.replies
    made = set()
    for _ in range(10):
        made.add(str(incidents.reported(committed_cast.grid_worker, incidents.IN_WEST)))
        database.session.commit()
    assert {one for _, one, _ in phone.pull()} == made
    assert phone.replies - replies >= 4


@pytest.fixture
def committed_cast(app: Flask, committed: object) -> Cast:
    made = Cast()
    incidents.draw_map()
    database.session.commit()
    return made


def test_a_transaction_that_commits_late_is_not_skipped(app: Flask, committed_cast: Cast) -> None:
    """The slow one began first and commits last; in between the phone asks twice."""
    phone = Phone(ActingClient(app), committed_cast.grid_worker)
    phone.pull()
    with database.engine.connect() as slow:
        slow.execute(text("SELECT pg_current_xact_id()"))
        quick = incidents.reported(committed_cast.grid_worker, incidents.IN_WEST)
        database.session.commit()
        assert phone.pull() == [("incident", str(quick), "put")]
        # Told again rather than passed over, as long as the slow one runs.
        assert phone.pull() == [("incident", str(quick), "put")]
        late = uuid7()
        slow.execute(text(LATE), {"id": str(late), "path": committed_cast.areas[DAOMAO_WEST].path})
        slow.commit()
    assert ("incident", str(late), "gone") in phone.pull()
    assert phone.pull() == []


def test_the_place_given_out_lies_never_beyond_a_transaction_that_runs(app: Flask, committed_cast: Cast) -> None:
    phone = Phone(ActingClient(app), committed_cast.grid_worker)
    with database.engine.connect() as slow:
        mine = slow.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
        for _ in range(3):
            incidents.reported(committed_cast.grid_worker, incidents.IN_WEST)
            database.session.commit()
            phone.pull()
            place = unseal(phone.cursor or "")
            assert place is not None
            assert place.xid <= mine
        slow.rollback()


def test_neither_what_lies_before_nor_what_others_answered_costs_anything(app: Flask, committed_cast: Cast) -> None:
    """Of 40,000 facts the plan touches the three that are news."""
    many(committed_cast, "incident.reported", "incident")
    since = floor()
    many(committed_cast, "receipt.taken", "order_receipts", actor_id=committed_cast.volunteer.id)
    many(committed_cast, "incident.reported", "incident", count=3)
    database.session.execute(text("ANALYZE fact"))
    given = {"xid": since, "seq": 0, "me": committed_cast.grid_worker.id, "most": 501}
    [plan] = database.session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {news.FACTS}"), given).scalars()
    assert touched(plan[0]["Plan"]) <= 10, plan


def many(cast: Cast, kind: str, subject: str, *, count: int = 20_000, **more: Any) -> None:
    path = cast.areas[DAOMAO_WEST].path
    facts.record_many(kind, subject, [{"subject_id": uuid7(), "area_path": path, **more} for _ in range(count)])
    database.session.commit()


def touched(plan: dict[str, Any]) -> int:
    """Rows of the table that were looked at, also those thrown away."""
    own = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) if "Scan" in plan["Node Type"] else 0
    return int(own + sum(touched(part) for part in plan.get("Plans", [])))
