"""Deadlines as they run: put off, paused, overdue and climbing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.incidents.actions import climb
from backend.push.models import Notice
from tests.builders import incidents, people
from tests.builders.cases import Crew
from tests.cast import DISTRICT, Cast

HOUR = 3_600
DAY = 24 * HOUR


def told(case: str, kind: str = "incident.climbed") -> set[UUID]:
    query = select(Notice.person_id).where(Notice.subject_id == UUID(case), Notice.kind == kind)
    return set(database.session.scalars(query))


def climbed() -> int:
    done = climb.climb()
    database.session.commit()
    return done


def due(crew: Crew, case: str) -> datetime:
    return crew.row(case).due_at


def test_more_time_is_asked_for_and_granted_in_the_hours_or_days_of_the_limit(crew: Crew) -> None:
    case = crew.brought_to("dispatched")
    before = due(crew, case)
    asked = crew.step(crew.handler, case, "extend", figure=2, note="等配件")
    assert (asked["extension"]["figure"], asked["deadline_at"]) == (2, before.isoformat())
    assert "extend" not in asked["may"]
    again = crew.try_step(crew.handler, case, "extend", figure=9)
    assert (again.status_code, again.json["code"]) == (409, "incident.extension_waits")
    granted = crew.step(crew.cast.chaoming_duty, case, "grant-extension")
    # One working day from Tuesday morning, then two more.
    assert datetime.fromisoformat(granted["deadline_at"]) == before + timedelta(days=2)
    assert (granted["extension"], granted["state"]) == (None, "dispatched")
    assert told(case, "incident.extension_granted") == {crew.handler.id}


def test_more_time_refused_leaves_the_limit_and_what_nobody_asked_for_is_not_granted(crew: Crew) -> None:
    case = crew.brought_to("handling")
    before = due(crew, case)
    nothing = crew.try_step(crew.cast.chaoming_duty, case, "grant-extension")
    assert (nothing.status_code, nothing.json["code"]) == (409, "incident.no_extension_asked")
    crew.step(crew.handler, case, "extend", figure=1)
    refused = crew.step(crew.cast.chaoming_duty, case, "refuse-extension", note="影响居民")
    assert (due(crew, case), refused["extension"]) == (before, None)


def test_a_suspended_case_keeps_what_was_left_over_any_weekend(crew: Crew) -> None:
    case = crew.brought_to("handling")
    # Monday 9:00 to Tuesday 9:00 is the limit; at 11:00, two of its 7.5 hours are gone.
    core_clock.move(2 * HOUR)
    suspended = crew.step(crew.cast.chaoming_duty, case, "suspend", note="等拆迁")
    assert (suspended["state"], suspended["overdue"]) == ("suspended", False)
    core_clock.move(7 * DAY)
    assert climbed() == 0
    resumed = crew.step(crew.cast.chaoming_duty, case, "resume")
    assert resumed["state"] == "handling"
    assert due(crew, case) == datetime.fromisoformat("2026-03-10T09:00+08:00")


def test_an_emergency_waits_for_nobody(crew: Crew) -> None:
    case = crew.brought_to("handling", category_code=incidents.COLLAPSE)
    before = due(crew, case)
    assert before == core_clock.now() + timedelta(hours=2)
    crew.step(crew.cast.chaoming_duty, case, "suspend")
    core_clock.move(3 * HOUR)
    assert climbed() == 1
    crew.step(crew.cast.chaoming_duty, case, "resume")
    assert due(crew, case) == before


def test_what_nobody_accepts_climbs_from_the_desk_to_the_street_to_the_district(crew: Crew, cast: Cast) -> None:
    case = crew.report()
    core_clock.move(2 * HOUR - 1)
    assert climbed() == 0
    core_clock.move(1)
    assert crew.get(cast.chaoming_duty, case)["overdue"]
    assert [climbed(), climbed()] == [1, 0]
    assert told(case) == {cast.chaoming_duty.id}
    core_clock.move(DAY)
    assert climbed() == 1
    assert cast.chaoming_commander.id in told(case)
    assert cast.commander.id not in told(case)
    core_clock.move(DAY)
    assert climbed() == 1
    assert cast.commander.id in told(case)
    core_clock.move(7 * DAY)
    assert climbed() == 0
    steps = crew.get(cast.chaoming_duty, case)["steps"]
    assert [(step["data"]["level"], step["who"]) for step in steps if step["verb"] == "climb"] == [
        (1, None), (2, None), (3, None),
    ]  # fmt: skip


def test_what_a_unit_lets_lie_is_first_told_to_it_and_to_the_grids_worker(crew: Crew, cast: Cast) -> None:
    case = crew.brought_to("dispatched")
    core_clock.move(DAY)
    assert climbed() == 1
    assert told(case) == {crew.handler.id, cast.grid_worker.id}
    assert crew.get(crew.handler, case)["climb_level"] == 1


def test_a_dispatch_and_a_grant_begin_the_climb_anew(crew: Crew) -> None:
    case = crew.brought_to("registered")
    core_clock.move(DAY)
    climbed()
    assert crew.row(case).climb_level == 1
    dispatched = crew.step(crew.cast.chaoming_duty, case, "dispatch", unit_id=str(crew.unit.id))
    assert (dispatched["climb_level"], dispatched["overdue"]) == (0, False)


def test_what_is_handled_climbs_no_more_and_what_must_be_done_again_does(crew: Crew) -> None:
    case = crew.brought_to("handled")
    core_clock.move(7 * DAY)
    assert climbed() == 0
    again = crew.step(crew.verifier, case, "check", passed=False)
    assert (again["state"], again["overdue"]) == ("rework", True)
    assert climbed() == 1


def test_a_unit_that_returns_a_case_late_does_not_leave_the_desk_late(crew: Crew) -> None:
    case = crew.brought_to("dispatched")
    core_clock.move(7 * DAY)
    climbed()
    returned = crew.step(crew.handler, case, "return")
    assert (returned["overdue"], returned["climb_level"]) == (False, 0)
    core_clock.move(DAY)
    assert climbed() == 1
    assert crew.cast.chaoming_duty.id in told(case)


@pytest.fixture
def keeper(crew: Crew) -> Any:
    return people.person("唐系统", DISTRICT, "system_admin")


def test_the_district_declares_a_day_and_takes_it_back(crew: Crew, keeper: Any) -> None:
    calendar = crew.client.as_(keeper)
    assert calendar.put("/api/work-calendar/2026-03-03", json={"works": False, "note": "台风停工"}).status_code == 204
    shown = crew.client.as_(crew.handler).get("/api/work-calendar?year=2026").json
    assert {"day": "2026-03-03", "works": False, "is_own": True, "note": "台风停工"} in shown["days"]
    assert any(day["day"] == "2026-02-14" and day["works"] and not day["is_own"] for day in shown["days"])
    case = crew.brought_to("dispatched")
    assert due(crew, case) == datetime.fromisoformat("2026-03-04T09:00+08:00")
    calendar.put("/api/work-calendar/2026-03-03", json={"works": None, "note": "复工"})
    # What is due already stays due when it was.
    assert due(crew, case) == datetime.fromisoformat("2026-03-04T09:00+08:00")
    assert due(crew, crew.brought_to("dispatched")) == datetime.fromisoformat("2026-03-03T09:00+08:00")
    assert calendar.put("/api/work-calendar/someday", json={"works": True, "note": "x"}).status_code == 422


def test_a_street_does_not_change_the_calendar_of_the_district(crew: Crew) -> None:
    street = people.person("街道系统", "330103005", "system_admin")
    refused = crew.client.as_(street).put("/api/work-calendar/2026-03-03", json={"works": False, "note": "x"})
    assert (refused.status_code, refused.json["code"]) == (403, "calendar.district_only")
