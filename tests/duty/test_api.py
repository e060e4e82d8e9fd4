"""Checking in and out, and seeing who is there, over HTTP."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.areas.actions.succeed import succeed
from backend.areas.models import Area
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.facts import Fact
from backend.duty.actions import over
from backend.duty.actions.rehome import rehome
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import on_duty
from tests.builders import duty, people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

HOUR = 3_600


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def worker(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.grid_worker)


def facts() -> list[str]:
    query = select(Fact.kind).where(Fact.kind.startswith("duty.")).order_by(Fact.seq)
    return list(database.session.scalars(query))


def there() -> set[tuple[UUID, str]]:
    return {(row.person_id, row.kind) for row in database.session.execute(on_duty())}


def checked_in(client: ActingClient, kind: str = "duty", **changes: Any) -> dict[str, Any]:
    reply = client.post("/api/me/duty", json=duty.check_in(kind, **changes))
    assert reply.status_code == 200, reply.json
    return reply.json["now"]


def test_a_worker_checks_in_for_twelve_hours_in_his_grid_and_out_again(worker: ActingClient, cast: Cast) -> None:
    before = worker.get("/api/me/duty").json
    assert (before["now"], before["today"]) == (None, [])
    assert [(place["area_code"], place["kinds"]) for place in before["places"]] == [(DAOMAO_WEST, ["duty", "standby"])]
    position = {"lng_wgs84": 120.17, "lat_wgs84": 30.27, "accuracy_m": 12.5}
    now = checked_in(worker, position=position)
    assert (now["kind"], now["area_code"], now["ended_at"]) == ("duty", DAOMAO_WEST, None)
    assert now["ends_at"] == (core_clock.now() + timedelta(hours=12)).isoformat()
    assert there() == {(cast.grid_worker.id, "duty")}
    row = database.session.get_one(DutyPeriod, UUID(now["id"]))
    assert (row.lng_wgs84, row.lat_wgs84, row.accuracy_m) == (120.17, 30.27, 12.5)
    after = worker.post(f"/api/me/duty/{now['id']}/check-out", json=duty.tap()).json
    assert after["now"] is None
    assert [item["end_reason"] for item in after["today"]] == ["checked_out"]
    assert there() == set()
    # Where he stood was for those who looked while he was there.
    database.session.refresh(row)
    assert (row.lng_wgs84, row.lat_wgs84, row.accuracy_m) == (None, None, None)
    assert facts() == ["duty.checked_in", "duty.checked_out"]


def test_twice_is_once_by_id_and_by_what_runs_already(worker: ActingClient) -> None:
    sent = duty.check_in()
    first, again = (worker.post("/api/me/duty", json=sent).json for _ in range(2))
    assert first == again
    assert checked_in(worker)["id"] == sent["id"]
    out = [worker.post(f"/api/me/duty/{sent['id']}/check-out", json=duty.tap()).json for _ in range(2)]
    assert out[0] == out[1]
    assert facts() == ["duty.checked_in", "duty.checked_out"]


def test_a_volunteer_is_on_standby_until_midnight_and_may_not_go_on_duty(client: ActingClient, cast: Cast) -> None:
    volunteer = client.as_(cast.volunteer)
    now = checked_in(volunteer, "standby")
    assert now["ends_at"] == "2026-03-02T16:00:00+00:00"
    refused = volunteer.post("/api/me/duty", json=duty.check_in("duty"))
    assert (refused.status_code, refused.json["code"]) == (403, "duty.kind_not_yours")
    assert there() == {(cast.volunteer.id, "standby")}


def test_going_from_standby_to_duty_or_to_another_place_ends_what_ran(worker: ActingClient, cast: Cast) -> None:
    people.grant(cast.grid_worker, "grid_worker", DAOMAO_EAST)
    checked_in(worker, "standby")
    checked_in(worker, "duty", area_code=DAOMAO_WEST)
    now = checked_in(worker, "duty", area_code=DAOMAO_EAST)
    assert now["area_code"] == DAOMAO_EAST
    today = worker.get("/api/me/duty").json["today"]
    assert sorted(str(item["end_reason"]) for item in today) == ["None", "replaced", "replaced"]
    assert there() == {(cast.grid_worker.id, "duty")}


def test_a_place_where_one_has_no_part_is_refused(worker: ActingClient) -> None:
    for code in (DAOMAO_EAST, XIANLIN_WEST, "999999"):
        refused = worker.post("/api/me/duty", json=duty.check_in(area_code=code))
        assert (refused.status_code, refused.json["code"]) == (403, "duty.place_not_yours")


@pytest.mark.parametrize(("hours", "status"), [(24, 200), (25, 422), (0, 422)])
def test_a_planned_end_lies_within_a_day(worker: ActingClient, hours: int, status: int) -> None:
    ends_at = (core_clock.now() + timedelta(hours=hours)).isoformat()
    assert worker.post("/api/me/duty", json=duty.check_in(ends_at=ends_at)).status_code == status


def test_an_id_of_another_kind_or_of_somebody_else_is_refused(client: ActingClient, cast: Cast) -> None:
    odd = client.as_(cast.grid_worker).post("/api/me/duty", json=duty.check_in(id=str(uuid4())))
    assert (odd.status_code, odd.json["code"]) == (422, "duty.bad_id")
    taken = checked_in(client.as_(cast.wulin_worker))["id"]
    refused = client.as_(cast.grid_worker).post("/api/me/duty", json=duty.check_in(id=taken))
    assert (refused.status_code, refused.json["code"]) == (409, "duty.id_taken")
    out = client.as_(cast.grid_worker).post(f"/api/me/duty/{taken}/check-out", json=duty.tap())
    assert (out.status_code, out.json["code"]) == (404, "duty.not_found")


def test_past_its_planned_end_a_period_is_over_without_any_job(client: ActingClient, cast: Cast, clock: Any) -> None:
    now = checked_in(client.as_(cast.grid_worker))
    clock.move(12 * HOUR)
    worker = client.as_(cast.grid_worker)
    assert there() == set()
    shown = worker.get("/api/me/duty").json
    assert shown["now"] is None
    assert [(item["end_reason"], item["ended_at"]) for item in shown["today"]] == [("expired", now["ends_at"])]
    assert checked_in(worker)["id"] != now["id"]
    assert facts() == ["duty.checked_in", "duty.ended", "duty.checked_in"]


def test_the_sweep_writes_down_what_the_clock_has_ended_once(worker: ActingClient, clock: Any) -> None:
    now = checked_in(worker)
    assert over.sweep() == 0
    clock.move(12 * HOUR)
    assert [over.sweep(), over.sweep()] == [1, 0]
    row = database.session.get_one(DutyPeriod, UUID(now["id"]))
    assert (row.end_reason, row.ended_at) == ("expired", row.ends_at)
    assert facts() == ["duty.checked_in", "duty.ended"]


def test_taps_that_waited_in_the_phone_count_from_when_they_were_made(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    begun, sent = core_clock.now(), duty.check_in()
    clock.move(8 * HOUR)
    left = duty.tap()
    clock.move(6 * HOUR)
    worker = client.as_(cast.grid_worker)
    late = worker.post("/api/me/duty", json=sent).json
    assert late["now"] is None
    assert late["today"][0]["started_at"] == begun.isoformat()
    out = worker.post(f"/api/me/duty/{sent['id']}/check-out", json=left).json["today"][0]
    assert (out["end_reason"], out["ended_at"]) == ("checked_out", (begun + timedelta(hours=8)).isoformat())


def test_who_is_there_goes_along_when_his_area_gets_a_successor(cast: Cast) -> None:
    period = duty.on_duty(cast.grid_worker)
    succeed(DAOMAO_WEST, becomes=f"{DAOMAO}009", under=DAOMAO, on=date(2026, 3, 2))
    rehome(cast.areas[DAOMAO_WEST].path)
    database.session.expire_all()
    assert (period.area_code, period.area_path) == (f"{DAOMAO}009", database.session.get_one(Area, f"{DAOMAO}009").path)


def test_an_officer_sees_who_is_there_place_by_place_with_numbers(client: ActingClient, cast: Cast) -> None:
    people.grant(cast.secretary, "grid_worker", DAOMAO)
    for who, kind in ((cast.grid_worker, "duty"), (cast.secretary, "duty"), (cast.volunteer, "standby")):
        duty.on_duty(who, kind)
    duty.on_duty(cast.wulin_worker)
    officer = client.as_(cast.chaoming_duty)
    whole = officer.get("/api/duty").json
    assert (whole["duty"], whole["standby"]) == (2, 1)
    assert {part["code"]: (part["duty"], part["standby"]) for part in whole["areas"]}[DAOMAO] == (2, 1)
    names = [item["person"]["name"] for item in whole["items"]]
    assert names == [cast.secretary.name, cast.grid_worker.name, cast.volunteer.name]
    assert whole["items"][1]["person"]["phone"] == cast.grid_worker.phone
    grid = officer.get(f"/api/duty?area={DAOMAO_WEST}").json
    assert (grid["duty"], grid["standby"], grid["areas"]) == (1, 1, [])
    first = officer.get("/api/duty?limit=2").json
    second = officer.get(f"/api/duty?limit=2&cursor={first['next_cursor']}").json
    assert [item["person"]["name"] for item in first["items"] + second["items"]] == names
    assert officer.get(f"/api/duty?area={WULIN}").json["code"] == "area.not_found"


def test_a_reader_of_the_cockpit_sees_names_without_numbers(client: ActingClient, cast: Cast) -> None:
    duty.on_duty(cast.grid_worker)
    reader = people.person("裴读", CHAOMING, "analyst")
    items = client.as_(reader).get("/api/duty").json["items"]
    assert [(item["person"]["name"], item["person"]["phone"]) for item in items] == [(cast.grid_worker.name, None)]
    assert client.as_(cast.grid_worker).get("/api/duty").status_code == 403


def test_an_officer_ends_a_period_of_his_subtree_with_a_reason(client: ActingClient, cast: Cast) -> None:
    mine, foreign = duty.on_duty(cast.grid_worker), duty.on_duty(cast.wulin_worker)
    officer = client.as_(cast.chaoming_duty)
    body = {"reason": "家中有事"}
    assert [officer.post(f"/api/duty/{mine.id}/end", json=body).status_code for _ in range(2)] == [204, 204]
    shown = client.as_(cast.grid_worker).get("/api/me/duty").json["today"][0]
    assert (shown["end_reason"], shown["note"]) == ("ended", "家中有事")
    refused = officer.post(f"/api/duty/{foreign.id}/end", json=body)
    assert (refused.status_code, refused.json["code"]) == (404, "duty.not_found")
    commander = client.as_(cast.chaoming_commander).post(f"/api/duty/{mine.id}/end", json=body)
    assert commander.status_code == 403
    assert facts().count("duty.ended") == 1
