"""Reports of the same thing: found, merged, answered together."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.incidents.rules.distance import DEGREE_M, box, metres
from backend.push.models import Notice
from tests.builders import incidents
from tests.builders.cases import Crew
from tests.builders.incidents import IN_EAST, IN_WEST, IN_XIANLIN

HOUR = 3_600


def north_of(point: dict[str, float], distance_m: float) -> dict[str, float]:
    return {**point, "lat_wgs84": point["lat_wgs84"] + distance_m / DEGREE_M}


def near(crew: Crew, case: str) -> list[tuple[str, float]]:
    reply = crew.client.as_(crew.cast.chaoming_duty).get(f"/api/incidents/{case}/duplicates")
    return [(item["id"], item["distance_m"]) for item in reply.json["items"]]


def test_the_same_category_within_50_metres_and_24_hours_is_offered_the_nearest_first(crew: Crew) -> None:
    far = crew.report(point=north_of(IN_WEST, 45))
    close = crew.report(crew.cast.volunteer, point=north_of(IN_WEST, 10), photos=[incidents.photo("e")])
    crew.report(point=north_of(IN_WEST, 56))
    crew.report(category_code="E0104")
    crew.report(point=None, area_code=crew.cast.grid_worker.area_code)
    core_clock.move(20 * HOUR)
    case = crew.report()
    found = near(crew, case)
    assert [other for other, _ in found] == [close, far]
    assert [round(distance) for _, distance in found] == [10, 45]


def test_what_came_more_than_a_day_apart_is_no_duplicate(crew: Crew) -> None:
    crew.report()
    core_clock.move(24 * HOUR + 1)
    assert near(crew, crew.report()) == []


def test_another_streets_report_is_not_offered(crew: Crew) -> None:
    border = {"lng_wgs84": 120.17, "lat_wgs84": 30.265}
    crew.report(crew.cast.wulin_worker, point={**border, "lng_wgs84": 120.1699})
    assert near(crew, crew.report(point={**border, "lng_wgs84": 120.1701})) == []


def test_merged_reports_all_get_the_answer(crew: Crew) -> None:
    cast = crew.cast
    main, other = crew.report(), crew.report(cast.volunteer, point=north_of(IN_WEST, 5))
    merged = crew.step(cast.chaoming_duty, other, "merge", into_id=main)
    assert (merged["state"], merged["merged_into"]["id"]) == ("merged", main)
    whole = crew.get(cast.chaoming_duty, main)
    assert [row["id"] for row in whole["merged"]] == [other]
    assert near(crew, main) == []
    for _, who, verb, more in crew.way()[1:]:
        crew.step(who, main, verb, **more)
    answers = database.session.execute(
        select(Notice.person_id, Notice.subject_id).where(Notice.kind == "incident.closed")
    )
    assert {tuple(row) for row in answers} == {(cast.grid_worker.id, UUID(main)), (cast.volunteer.id, UUID(other))}
    shown = crew.get(cast.volunteer, other)
    assert shown["merged_into"]["state"] == "closed"
    assert crew.step(cast.volunteer, other, "rate", score=4)["rating"] == 4


def test_what_was_merged_goes_along_when_its_case_is_merged_itself(crew: Crew) -> None:
    first, second, third = (crew.report() for _ in range(3))
    crew.step(crew.cast.chaoming_duty, first, "merge", into_id=second)
    crew.step(crew.cast.chaoming_duty, second, "merge", into_id=third)
    assert {str(crew.row(case).merged_into_id) for case in (first, second)} == {third}
    back = crew.try_step(crew.cast.chaoming_duty, third, "merge", into_id=first)
    assert (back.status_code, back.json["code"]) == (409, "incident.cannot_merge")


def test_nothing_is_merged_into_itself_into_what_has_ended_or_into_another_streets(crew: Crew) -> None:
    case, over = crew.report(), crew.report(point=IN_EAST)
    crew.step(crew.cast.chaoming_duty, over, "cancel")
    foreign = crew.report(crew.cast.wulin_worker, point=IN_XIANLIN)
    for into, status in ((case, 409), (over, 409), (foreign, 404)):
        assert crew.try_step(crew.cast.chaoming_duty, case, "merge", into_id=into).status_code == status
    assert crew.state(case) == "pending"


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.floats(-179, 179), st.floats(-85, 85), st.floats(1, 5_000))
def test_whatever_is_so_near_lies_in_the_box(lng: float, lat: float, radius: float) -> None:
    west, south, east, north = box(lng, lat, radius)
    for other in ((west, lat), (east, lat), (lng, south), (lng, north)):
        assert metres(lng, lat, *other) >= radius * 0.999


def test_a_degree_of_latitude_is_as_long_as_it_is() -> None:
    assert abs(metres(120.17, 30.0, 120.17, 31.0) - DEGREE_M) < 50
    assert metres(120.17, 30.0, 120.17, 30.0) == 0
