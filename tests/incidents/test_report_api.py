"""Reporting over HTTP: exactly once, where and when it was, by whoever might."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import RoleGrant
from backend.incidents.models.incident import Incident
from tests.builders import incidents, people
from tests.builders.incidents import IN_DONGHE, IN_EAST, IN_THE_STREET, IN_WEST, IN_XIANLIN, NOWHERE
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DONGHE, DONGHE_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

URL = "/api/incidents"
DAY = 86_400


def report(client: ActingClient, point: dict[str, float] | None = None, **changes: Any) -> dict[str, Any]:
    sent = incidents.body(point, **changes)
    reply = client.post(URL, json=sent, key=sent["id"])
    assert reply.status_code == 201, reply.json
    return reply.json


def count() -> int:
    return database.session.scalar(select(func.count()).select_from(Incident)) or 0


def test_a_report_arrives_with_its_place_its_time_and_what_photos_are_still_to_come(
    client: ActingClient, cast: Cast
) -> None:
    tapped = core_clock.now()
    sent = incidents.body(IN_WEST, photos=[incidents.photo("a"), incidents.photo("b"), incidents.photo("a")])
    core_clock.move(2 * 3_600)
    worker = client.as_(cast.grid_worker)
    made = worker.post(URL, json=sent, key=sent["id"]).json
    assert (made["id"], made["state"]) == (sent["id"], "pending")
    assert made["number"].startswith("20260302-")
    assert (made["happened_at"], made["recorded_at"]) == (tapped.isoformat(), core_clock.now().isoformat())
    assert made["area"]["code"] == made["unit_grid_code"] == made["duty_grid_code"] == DAOMAO_WEST
    assert made["measured"] == incidents.measured(IN_WEST)
    assert (made["photos"]["expected"], made["photos"]["arrived"]) == (2, 0)
    assert (made["category"]["zh"], made["source"]) == ("暴露垃圾", "grid_worker")
    assert [(step["verb"], step["who"]["name"]) for step in made["steps"]] == [("report", "陈小河")]
    assert worker.get(f"{URL}/{sent['id']}").json == made
    fact = database.session.scalars(select(Fact).where(Fact.kind == "incident.reported")).one()
    assert (fact.subject_id, fact.data["category"]) == (sent["id"], "E0102")


def test_twice_is_once_by_key_and_by_id_and_a_sealed_report_never_changes(worker: ActingClient) -> None:
    sent = incidents.body(IN_WEST)
    replies = [worker.post(URL, json=sent, key=key) for key in (sent["id"], sent["id"], uuid7())]
    assert [reply.status_code for reply in replies] == [201, 201, 201]
    assert replies[0].json == replies[1].json == replies[2].json
    other = worker.post(URL, json={**sent, "description": "别的话"}, key=sent["id"])
    assert (other.status_code, other.json["code"]) == (422, "idempotency.reused")
    late = worker.post(URL, json={**sent, "description": "别的话"})
    assert late.json == replies[0].json
    assert count() == 1


def test_numbers_run_on(client: ActingClient, cast: Cast) -> None:
    worker = client.as_(cast.grid_worker)
    first, second = report(worker, IN_WEST)["number"], report(worker, IN_WEST)["number"]
    assert first < second
    core_clock.move(DAY)
    assert report(client.as_(cast.grid_worker), IN_WEST)["number"].startswith("20260303-")


def test_an_id_that_is_not_time_ordered_or_somebody_elses_is_refused(client: ActingClient, cast: Cast) -> None:
    odd = client.as_(cast.grid_worker).post(URL, json=incidents.body(IN_WEST, id=str(uuid4())))
    assert (odd.status_code, odd.json["code"]) == (422, "incident.bad_id")
    taken = report(client.as_(cast.volunteer), IN_WEST)["id"]
    refused = client.as_(cast.grid_worker).post(URL, json=incidents.body(IN_WEST, id=taken))
    assert (refused.status_code, refused.json["code"]) == (409, "incident.id_taken")


def test_the_pin_counts_and_both_points_are_kept(worker: ActingClient) -> None:
    made = report(worker, IN_WEST, pin=IN_EAST)
    assert (made["lng_wgs84"], made["lat_wgs84"]) == (IN_EAST["lng_wgs84"], IN_EAST["lat_wgs84"])
    assert (made["measured"]["lng_wgs84"], made["pin"]) == (IN_WEST["lng_wgs84"], IN_EAST)
    assert made["area"]["code"] == DAOMAO_EAST


def test_the_responsible_grid_is_the_nearest_place_with_a_worker(worker: ActingClient, cast: Cast) -> None:
    alone = report(worker, IN_DONGHE)
    assert (alone["unit_grid_code"], alone["duty_grid_code"]) == (DONGHE_WEST, DONGHE_WEST)
    people.person("东河片长", DONGHE, "grid_worker")
    looked_after = report(worker, IN_DONGHE)
    assert (looked_after["unit_grid_code"], looked_after["duty_grid_code"]) == (DONGHE_WEST, DONGHE)


def test_where_the_map_has_a_hole_the_level_above_takes_it(worker: ActingClient) -> None:
    made = report(worker, IN_THE_STREET)
    assert (made["area"]["code"], made["unit_grid_code"]) == (CHAOMING, None)


def test_a_point_outside_every_area_stays_with_the_reporter_and_is_not_lost(worker: ActingClient) -> None:
    made = report(worker, NOWHERE)
    assert (made["area"]["code"], made["lng_wgs84"]) == (DAOMAO_WEST, NOWHERE["lng_wgs84"])


def test_without_a_position_one_of_the_own_places_is_named(worker: ActingClient) -> None:
    for code in (DAOMAO_WEST, DAOMAO, CHAOMING):
        assert report(worker, area_code=code)["area"]["code"] == code
    nothing = worker.post(URL, json=incidents.body())
    assert (nothing.status_code, nothing.json["code"]) == (422, "incident.no_place")
    foreign = worker.post(URL, json=incidents.body(area_code=XIANLIN_WEST))
    assert (foreign.status_code, foreign.json["code"]) == (404, "area.not_found")


def test_what_was_fixed_on_the_spot_goes_straight_to_the_check(worker: ActingClient) -> None:
    made = report(worker, IN_WEST, self_handled=True, photos=[incidents.photo("c", "handle")])
    assert (made["state"], made["self_handled"]) == ("checking", True)


def test_an_emergency_is_urgent_whatever_the_reporter_says(worker: ActingClient) -> None:
    assert report(worker, IN_WEST, category_code=incidents.COLLAPSE)["urgent"]
    assert report(worker, IN_WEST, urgent=True)["urgent"]
    assert not report(worker, IN_WEST)["urgent"]


@pytest.mark.parametrize("offset", [0, 172_800_000, -172_800_000])
def test_a_clock_two_days_off_moves_nothing(worker: ActingClient, offset: int) -> None:
    now = core_clock.now()
    wrong = (now + timedelta(milliseconds=offset)).isoformat()
    made = report(worker, IN_WEST, device_at=wrong, clock_offset_ms=offset)
    assert made["happened_at"] == now.isoformat()
    assert (made["device_at"], made["clock_offset_ms"]) == (wrong, offset)


def test_what_a_worker_tapped_before_his_transfer_is_taken_for_the_street_where_he_was(
    client: ActingClient, cast: Cast
) -> None:
    sent = incidents.body(area_code=DAOMAO_WEST)
    core_clock.move(DAY)
    moved = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.grid_worker.id)).one()
    moved.revoked_at = core_clock.now()
    people.grant(cast.grid_worker, "grid_worker", XIANLIN_WEST)
    database.session.commit()
    core_clock.move(60)
    made = client.as_(cast.grid_worker).post(URL, json=sent)
    assert (made.status_code, made.json["area"]["code"]) == (201, DAOMAO_WEST)
    after = client.as_(cast.grid_worker).post(URL, json=incidents.body(area_code=DAOMAO_WEST))
    assert (after.status_code, after.json["code"]) == (404, "area.not_found")


def test_who_lost_every_role_reports_what_he_saw_before_and_nothing_since(client: ActingClient, cast: Cast) -> None:
    sent = incidents.body(IN_WEST)
    core_clock.move(DAY)
    gone = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.grid_worker.id)).one()
    gone.revoked_at = core_clock.now()
    database.session.commit()
    core_clock.move(60)
    assert client.as_(cast.grid_worker).post(URL, json=sent).status_code == 201
    since = client.as_(cast.grid_worker).post(URL, json=incidents.body(IN_WEST))
    assert (since.status_code, since.json["code"]) == (403, "actor.forbidden")


@pytest.mark.parametrize("role", ["verifier", "analyst", "system_admin", "audit_admin"])
def test_whoever_never_reports_is_refused(client: ActingClient, cast: Cast, role: str) -> None:
    person = people.person("未名", CHAOMING, role)
    refused = client.as_(person).post(URL, json=incidents.body(IN_WEST))
    assert (refused.status_code, refused.json["code"]) == (403, "actor.forbidden")


def test_an_unknown_category_is_refused_by_name(worker: ActingClient) -> None:
    refused = worker.post(URL, json=incidents.body(IN_WEST, category_code="E9999"))
    assert (refused.status_code, refused.json["code"]) == (422, "incident.category_unknown")


def test_a_case_is_seen_by_its_reporter_and_by_who_works_or_watches_there(client: ActingClient, cast: Cast) -> None:
    made = report(client.as_(cast.volunteer), IN_WEST)
    url = f"{URL}/{made['id']}"
    sees = {person.name: client.as_(person).get(url).status_code for person in (
        cast.volunteer, cast.grid_worker, cast.secretary, cast.chaoming_duty, cast.chaoming_commander, cast.commander,
        cast.wulin_commander, cast.wulin_worker, cast.security_admin,
    )}  # fmt: skip
    assert list(sees.values()) == [200, 200, 200, 200, 200, 200, 404, 404, 404]
    assert client.as_(cast.wulin_commander).get(url).json["code"] == "incident.not_found"


def test_what_lies_in_the_street_next_door_is_that_streets_and_its_reporter_still_sees_it(
    client: ActingClient, cast: Cast
) -> None:
    made = report(client.as_(cast.grid_worker), IN_XIANLIN)
    assert made["area"]["code"] == XIANLIN_WEST
    url = f"{URL}/{made['id']}"
    assert client.as_(cast.wulin_commander).get(url).status_code == 200
    assert client.as_(cast.grid_worker).get(url).status_code == 200
    assert client.as_(cast.chaoming_commander).get(url).status_code == 404
    assert WULIN in client.as_(cast.wulin_commander).get(url).json["area"]["code"]


def test_my_reports_come_newest_first_page_by_page_and_are_only_mine(client: ActingClient, cast: Cast) -> None:
    worker = client.as_(cast.grid_worker)
    made = []
    for _ in range(3):
        made.append(report(worker, IN_WEST)["id"])
        core_clock.move(60)
    report(client.as_(cast.volunteer), IN_WEST)
    first = worker.get(f"{URL}/mine?limit=2").json
    second = worker.get(f"{URL}/mine?limit=2&cursor={first['next_cursor']}").json
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None
    assert client.as_(cast.chaoming_commander).get(f"{URL}/mine").json["items"] == []


def test_the_catalogue_is_open_to_whoever_signed_in(client: ActingClient, cast: Cast) -> None:
    items = client.as_(cast.volunteer).get("/api/incident-categories").json["items"]
    collapse = next(item for item in items if item["code"] == incidents.COLLAPSE)
    assert (collapse["kind"], collapse["class_zh"], collapse["zh"]) == ("event", "突发事件", "路面塌陷")
    assert collapse["deadline"] == {"kind": "urgent_hours", "figure": 2}
    assert (collapse["plan_code"], collapse["urgent"]) == ("road_collapse", True)
    assert client.get("/api/incident-categories").status_code == 401
