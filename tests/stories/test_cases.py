"""Cases from the street to the answer, by the clock: closed, done again, climbing, merged, and become an order."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.identity.models import Person
from backend.incidents import jobs
from backend.push.models import Notice
from tests.builders import incidents, orders, photos
from tests.builders.cases import Crew
from tests.builders.incidents import IN_WEST
from tests.builders.orders import Gateway
from tests.cast import DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, is_exact, phones, reports

pytestmark = pytest.mark.usefixtures("clock")

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BEFORE, AFTER = photos.jpeg(64, 48, seed=1), photos.jpeg(64, 48, seed=2)


@pytest.fixture
def crew(client: ActingClient, clock: Any, cast: Cast) -> Crew:
    incidents.draw_map()
    return Crew(client, cast)


def picture(data: bytes, use: str) -> dict[str, Any]:
    return {"sha256": photos.sha256(data), "size_bytes": len(data), "use": use}


def arrives(crew: Crew, who: Person, data: bytes, record_id: UUID) -> None:
    """The phone sends the file, and the worker does what follows."""
    photos.uploaded(crew.client.as_(who), data, record_id)
    jobs.photo_finished(str(record_id))
    database.session.commit()


def told(who: Person) -> list[str]:
    """What a person was told, in the order of the clock."""
    query = select(Notice.kind).where(Notice.person_id == who.id).order_by(Notice.created_at, Notice.id)
    return list(database.session.scalars(query))


def the_clock_does_its_part() -> None:
    jobs.climb()
    database.session.commit()


def passes(clock: Any, seconds: int, *, step: int = 10 * MINUTE) -> None:
    """Time goes by, and the job runs every now and then."""
    for _ in range(seconds // step):
        clock.move(step)
        the_clock_does_its_part()


def test_a_report_from_a_basement_arrives_once_goes_the_whole_way_and_is_answered(
    client: ActingClient, crew: Crew, clock: Any
) -> None:
    cast, tapped = crew.cast, product_clock.now()
    sealed = incidents.body(IN_WEST, photos=[picture(BEFORE, "report")], description="地下室垃圾堆到消防门")
    clock.move(40 * MINUTE)
    sent = [client.as_(cast.grid_worker).post("/api/incidents", json=sealed, key=sealed["id"]) for _ in range(3)]
    assert {reply.status_code for reply in sent} == {201}
    case = str(sent[0].json["id"])
    assert sent[0].json["happened_at"] == tapped.isoformat()
    arrives(crew, cast.grid_worker, BEFORE, UUID(case))

    clock.move(5 * MINUTE)
    for verb, more in (("accept", {}), ("register", {}), ("dispatch", {"unit_id": str(crew.unit.id)})):
        shown = crew.step(cast.chaoming_duty, case, verb, **more)
    assert (shown["photos"]["arrived"], shown["state"], told(crew.handler)) == (
        1,
        "dispatched",
        ["incident.dispatched"],
    )

    clock.move(3 * HOUR)
    crew.step(crew.handler, case, "start")
    here = incidents.measured({**IN_WEST, "lat_wgs84": IN_WEST["lat_wgs84"] + 0.0001})
    handled = crew.step(crew.handler, case, "handle", place=here, photos=[picture(AFTER, "handle")])
    arrives(crew, crew.handler, AFTER, crew.last_step(case))
    assert 10 < handled["steps"][-1]["data"]["distance_m"] < 12
    assert told(crew.verifier) == ["incident.to_check"]

    clock.move(HOUR)
    closed = crew.step(crew.verifier, case, "check", passed=True, place=here)
    assert (closed["state"], closed["photos"]["arrived"], closed["overdue"]) == ("closed", 2, False)
    assert told(cast.grid_worker)[-1] == "incident.closed"
    assert crew.step(cast.grid_worker, case, "rate", score=5)["rating"] == 5
    assert [step["verb"] for step in crew.get(cast.grid_worker, case)["steps"]] == [
        "report", "accept", "register", "dispatch", "start", "handle", "check", "rate",
    ]  # fmt: skip


def test_what_is_not_done_properly_is_done_again_until_it_is(crew: Crew, clock: Any) -> None:
    case = crew.brought_to("handled")
    clock.move(30 * MINUTE)
    failed = crew.step(crew.verifier, case, "check", passed=False, note="垃圾仍在原处")
    assert (failed["state"], failed["handled_at"], told(crew.handler)[-1]) == ("rework", None, "incident.rework")
    # The limit of Tuesday morning stays where it was, and is missed.
    passes(clock, 26 * HOUR)
    assert crew.get(crew.handler, case)["overdue"]
    assert "incident.climbed" in told(crew.handler)
    crew.step(crew.handler, case, "handle")
    closed = crew.step(crew.verifier, case, "check", passed=True)
    assert (closed["state"], closed["reworks"]) == ("closed", 1)
    rates = crew.client.as_(crew.cast.chaoming_commander).get("/api/incidents/rates").json["rates"]
    assert (rates["closed"]["rate"], rates["closed_in_time"]["rate"], rates["reworked"]["rate"]) == (1.0, 0.0, 1.0)


def test_what_nobody_does_climbs_from_the_worker_to_the_street_to_the_district(crew: Crew, clock: Any) -> None:
    cast, case = crew.cast, crew.report()
    passes(clock, 2 * HOUR)
    assert (told(cast.chaoming_duty), told(cast.chaoming_commander)) == (["incident.climbed"], [])
    for verb, more in (("accept", {}), ("register", {}), ("dispatch", {"unit_id": str(crew.unit.id)})):
        shown = crew.step(cast.chaoming_duty, case, verb, **more)
    assert (shown["climb_level"], shown["deadline_at"]) == (0, "2026-03-03T03:00:00+00:00")

    # Tuesday 11:00: due. Four working hours later, 16:30, the street; four more, Wednesday 12:00, the district.
    levels = []
    for until in ("2026-03-03T02:59", "2026-03-03T03:00", "2026-03-03T08:30", "2026-03-04T04:00", "2026-03-09T04:00"):
        clock.hold(product_clock.now().fromisoformat(f"{until}+00:00"))
        the_clock_does_its_part()
        levels.append(crew.get(cast.chaoming_duty, case)["climb_level"])
    assert levels == [0, 1, 2, 3, 3]
    assert told(crew.handler) == ["incident.dispatched", "incident.climbed"]
    assert told(cast.grid_worker) == ["incident.climbed"]
    assert told(cast.chaoming_commander) == ["incident.climbed"]
    assert told(cast.commander) == ["incident.climbed"]
    overdue = crew.client.as_(cast.commander).get("/api/incidents?deadline=overdue&order=due").json["items"]
    assert [item["id"] for item in overdue] == [case]


def test_two_reports_of_the_same_thing_become_one_case_and_both_are_answered(crew: Crew, clock: Any) -> None:
    cast = crew.cast
    first = crew.report(photos=[picture(BEFORE, "report")])
    clock.move(20 * MINUTE)
    second = crew.report(cast.volunteer, photos=[picture(AFTER, "report")])
    arrives(crew, cast.grid_worker, BEFORE, UUID(first))
    arrives(crew, cast.volunteer, AFTER, UUID(second))
    offered = crew.client.as_(cast.chaoming_duty).get(f"/api/incidents/{first}/duplicates").json["items"]
    assert [(item["id"], item["photos"]["arrived"]) for item in offered] == [(second, 1)]
    crew.step(cast.chaoming_duty, second, "merge", into_id=first)
    for _, who, verb, more in crew.way()[1:]:
        clock.move(10 * MINUTE)
        crew.step(who, first, verb, **more)
    assert (told(cast.grid_worker)[-1], told(cast.volunteer)[-1]) == ("incident.closed", "incident.closed")
    assert crew.get(cast.volunteer, second)["merged_into"]["state"] == "closed"
    passes(clock, DAY)
    assert "incident.climbed" not in told(cast.chaoming_duty)


def test_a_collapsed_road_becomes_an_evacuation_in_one_tap_and_is_cleared_within_ten_minutes(
    client: ActingClient, crew: Crew, gateway: Gateway, clock: Any
) -> None:
    cast, begun = crew.cast, product_clock.now()
    for person in (cast.grid_worker, cast.volunteer):
        orders.phone(person)
        # At home in the grid, 50 m from the hole.
        person.lng_wgs84, person.lat_wgs84 = 120.1712, 30.2714
    database.session.commit()
    case = crew.report(category_code=incidents.COLLAPSE, description="朝晖路塌陷,直径三米")
    assert told(cast.chaoming_duty) == ["incident.reported"]

    clock.move(MINUTE)
    draft = client.as_(cast.chaoming_commander).get(f"/api/incidents/{case}/order-draft").json
    desk = Desk(client, cast.chaoming_commander)
    order = desk.issue(**draft)
    assert (order["people"], order["cause"], order["place"]["circle"]["radius_m"]) == (2, f"incident:{case}", 120.0)
    jobs.follow_order(order["id"])
    database.session.commit()

    clock.move(6)
    for phone in phones(client, gateway.deliver()).values():
        assert phone.report("acknowledged")[0] == 200
    assert desk.board()["is_answered"]
    clock.move(4 * MINUTE)
    assert reports(client, cast.grid_worker, order["id"], "done") == 200
    cleared = desk.end("all-clear", note="已封闭")
    jobs.follow_order(cleared["id"])
    database.session.commit()
    assert product_clock.now() - begun < timedelta(minutes=10)
    assert is_exact(order["id"])

    shown = crew.get(cast.chaoming_duty, case)
    linked = [step["data"]["kind"] for step in shown["steps"] if step["verb"] == "order"]
    assert (shown["state"], linked) == ("pending", ["alert", "all_clear"])
    for _, who, verb, more in crew.way()[1:]:
        crew.step(who, case, verb, **more)
    found = client.as_(cast.chaoming_commander).get(f"/api/incidents/{case}/orders").json["items"]
    assert [(item["kind"], item["state"]) for item in found] == [("all_clear", "live"), ("alert", "cleared")]
    assert (crew.state(case), crew.row(case).area_code) == ("closed", DAOMAO_WEST)
