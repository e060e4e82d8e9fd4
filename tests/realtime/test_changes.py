"""The feed of changes: everything once, then what is new, and nothing skipped or told to the wrong people."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order
from backend.core import facts
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import RoleGrant
from backend.incidents.models.incident import Incident
from backend.realtime.queries import changes as feed
from backend.realtime.queries.kinds import RECENT
from tests.builders import incidents, orders, people
from tests.builders.cases import Crew
from tests.builders.sent_order import delivery_of, report
from tests.cast import CHAOMING, DAOMAO_WEST, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.realtime.following import Phone


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    orders.plans()
    incidents.draw_map()
    return made


@pytest.fixture
def phone(client: ActingClient, cast: Cast) -> Phone:
    return Phone(client, cast.grid_worker)


def test_a_first_pull_brings_what_is_there_and_the_next_one_nothing(phone: Phone, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, DAOMAO_WEST)
    case = incidents.reported(cast.grid_worker, incidents.IN_WEST)
    orders.order(cast.wulin_commander, XIANLIN_WEST)
    incidents.reported(cast.wulin_worker, incidents.IN_XIANLIN)
    database.session.commit()
    phone.pull()
    assert set(phone.rows) == {str(order["id"]), str(case)}
    assert phone.rows[str(order["id"])]["order"]["my"]["state"] == "planned"
    assert phone.rows[str(case)]["incident"]["photos"]["expected"] == 0


def test_a_first_load_in_many_pages_is_whole(phone: Phone, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "AT_ONCE", 2)
    made = {str(incidents.reported(cast.grid_worker, incidents.IN_WEST)) for _ in range(5)}
    made.add(str(orders.order(cast.chaoming_commander, DAOMAO_WEST)["id"]))
    phone.pull()
    assert set(phone.rows) == made
    assert phone.replies > 3


def test_what_is_older_than_a_month_is_not_loaded(phone: Phone, cast: Cast, clock: Any) -> None:
    incidents.reported(cast.grid_worker, incidents.IN_WEST)
    clock.move(RECENT.total_seconds() + 1)
    phone.pull()
    assert phone.rows == {}


def test_the_end_of_an_order_and_its_follower_come_together(phone: Phone, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, DAOMAO_WEST)
    delivery_of(database.session.get_one(Order, order["id"]), cast.grid_worker).state = 10
    database.session.commit()
    phone.pull()
    commander = phone.client.as_(cast.chaoming_commander)
    reply = commander.post(f"/api/orders/{order['id']}/cancel", json={"id": str(uuid7()), "reason": "误发"})
    assert reply.status_code in {200, 201}, reply.json
    phone.pull()
    assert phone.rows[str(order["id"])]["order"]["state"] == "cancelled"
    assert phone.rows[reply.json["id"]]["order"]["references"] == str(order["id"])


def test_an_order_that_was_stopped_before_it_went_out_is_gone(phone: Phone, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, DAOMAO_WEST)
    phone.pull()
    commander = phone.client.as_(cast.chaoming_commander)
    commander.post(f"/api/orders/{order['id']}/cancel", json={"id": str(uuid7()), "reason": "误发"})
    assert ("order", str(order["id"]), "gone") in phone.pull()


def test_my_receipt_from_another_phone_comes_and_nobody_elses_does(phone: Phone, cast: Cast) -> None:
    order = database.session.get_one(Order, orders.order(cast.chaoming_commander, CHAOMING)["id"])
    phone.pull()
    phone.pull()
    mine = report(order, cast.grid_worker, "acknowledged")
    take_receipts([mine, report(order, cast.volunteer, "declined")])
    database.session.commit()
    assert ("order", str(order.id), "put") in phone.pull()
    assert [(one["id"], one["state"]) for one in phone.rows[str(order.id)]["receipts"]] == [
        (str(mine.id), "acknowledged")
    ]


def test_a_case_that_moved_to_another_place_is_out_of_scope_and_no_other_is_named(phone: Phone, cast: Cast) -> None:
    by_desk = incidents.reported(cast.chaoming_duty, incidents.IN_WEST)
    phone.pull()
    assert str(by_desk) in phone.rows
    row = database.session.get_one(Incident, by_desk)
    other = cast.areas[XIANLIN_WEST]
    row.area_code, row.area_path = other.code, other.path
    facts.record("incident.reported", ("incident", by_desk), area_path=other.path)
    strange = incidents.reported(cast.wulin_worker, incidents.IN_XIANLIN)
    database.session.commit()
    changed = phone.pull()
    assert ("incident", str(by_desk), "out_of_scope") in changed
    assert str(strange) not in {one for _, one, _ in changed}


def test_a_unit_follows_what_it_handles_until_another_one_does(phone: Phone, cast: Cast) -> None:
    crew = Crew(phone.client, cast)
    unit = Phone(phone.client, crew.handler)
    unit.pull()
    case = crew.brought_to("dispatched")
    assert ("incident", case, "put") in unit.pull()
    crew.step(crew.handler, case, "return", note="不归本单位")
    crew.step(cast.chaoming_duty, case, "dispatch", unit_id=str(crew.other_unit.id))
    assert ("incident", case, "out_of_scope") in unit.pull()
    assert case not in unit.rows


def test_a_case_that_is_no_more_is_gone(phone: Phone, cast: Cast) -> None:
    phone.pull()
    facts.record("incident.reported", ("incident", missing := uuid7()), area_path=cast.areas[DAOMAO_WEST].path)
    database.session.commit()
    assert phone.pull() == [("incident", str(missing), "gone")]


def test_another_grant_begins_anew_with_what_is_seen_now(phone: Phone, cast: Cast, clock: Any) -> None:
    by_desk = incidents.reported(cast.chaoming_duty, incidents.IN_WEST)
    phone.pull()
    assert str(by_desk) in phone.rows
    grant = database.session.query(RoleGrant).filter_by(person_id=cast.grid_worker.id).one()
    grant.revoked_at = clock.now()
    people.grant(cast.grid_worker, "grid_worker", XIANLIN_WEST)
    there = incidents.reported(cast.wulin_worker, incidents.IN_XIANLIN)
    database.session.commit()
    phone.pull()
    assert set(phone.rows) == {str(there)}


@pytest.mark.parametrize(
    "cursor", ["", "x", "你好", "W10", "WzEsInMiLDEsMCxudWxsLG51bGxd", "WzEsNSwxLDAsbnVsbCxudWxsXQ"]
)
def test_a_cursor_that_is_none_of_ours_begins_anew(phone: Phone, cast: Cast, cursor: str) -> None:
    case = incidents.reported(cast.grid_worker, incidents.IN_WEST)
    phone.cursor = cursor
    phone.pull()
    assert set(phone.rows) == {str(case)}


def test_a_pull_without_news_is_a_handful_of_statements(phone: Phone, cast: Cast) -> None:
    phone.pull()
    phone.pull()
    token = phone.client.as_(cast.grid_worker)
    database.session.commit()
    statements: list[str] = []
    connection = database.engines[None]

    def note(*seen: Any) -> None:
        statements.append(seen[2])

    event.listen(connection, "before_cursor_execute", note)
    try:
        token.get("/api/changes", query_string={"cursor": phone.cursor})
    finally:
        event.remove(connection, "before_cursor_execute", note)
    reads = [one for one in statements if one.lstrip("( \n").startswith("SELECT")]
    assert len(reads) <= 5, reads


def test_time_is_no_part_of_it(phone: Phone, cast: Cast, clock: Any) -> None:
    """A fact written by a clock that was set back is news all the same."""
    phone.pull()
    clock.hold(clock.now() - timedelta(days=2))
    case = incidents.reported(cast.grid_worker, incidents.IN_WEST)
    database.session.commit()
    assert ("incident", str(case), "put") in phone.pull()


def test_a_first_load_ends_with_the_newest_that_a_phone_is_there_for_and_older_ones_come_when_they_change(
    phone: Phone, cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "AT_ONCE", 2)
    monkeypatch.setattr(feed, "MOST", 4)
    made = []
    for _ in range(6):
        clock.move(60)
        made.append(str(incidents.reported(cast.grid_worker, incidents.IN_WEST)))
    phone.pull()
    assert set(phone.rows) == set(made[2:])
    cancelled = phone.client.as_(cast.grid_worker).post(
        f"/api/incidents/{made[0]}/cancel", json={"id": str(uuid7()), "note": "看错了", **incidents.tap()}
    )
    assert cancelled.status_code in {200, 201}, cancelled.json
    phone.pull()
    assert phone.rows[made[0]]["incident"]["state"] == "cancelled"


def test_a_case_says_whether_it_is_mine(phone: Phone, cast: Cast) -> None:
    own = str(incidents.reported(cast.grid_worker, incidents.IN_WEST))
    other = str(incidents.reported(cast.volunteer, incidents.IN_WEST))
    phone.pull()
    assert {key: row["is_mine"] for key, row in phone.rows.items()} == {own: True, other: False}
