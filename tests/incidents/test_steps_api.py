"""The case loop over HTTP: every step by whoever may, written down, once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.incidents import policy
from backend.incidents.models.incident import IncidentStep
from backend.incidents.routes.steps import STEPS
from backend.incidents.rules import lifecycle
from backend.push.models import Notice
from tests.builders import incidents, people
from tests.builders.cases import Crew
from tests.builders.incidents import IN_WEST, IN_XIANLIN, tap
from tests.cast import CHAOMING, XIANLIN_WEST
from tests.client import ActingClient

HOUR = 3_600


def told(case: str) -> dict[UUID, str]:
    """Who was told what of a case last."""
    query = select(Notice).where(Notice.subject_id == UUID(case)).order_by(Notice.created_at, Notice.id)
    return {notice.person_id: notice.kind for notice in database.session.scalars(query)}


def facts(case: str) -> list[str]:
    query = select(Fact.kind).where(Fact.subject_type == "incident", Fact.subject_id == case).order_by(Fact.seq)
    return list(database.session.scalars(query))


def test_a_case_goes_the_whole_way_and_every_step_is_written_down(crew: Crew) -> None:
    case = crew.report()
    for reached, who, verb, more in crew.way():
        shown = crew.step(who, case, verb, note=f"到{reached}", **more)
        assert (shown["state"], shown["steps"][-1]["note"]) == (reached, f"到{reached}")
        assert shown["steps"][-1]["who"]["name"] == who.name
    assert facts(case) == [
        *("incident.reported", "incident.verified", "incident.accepted", "incident.registered"),
        *("incident.dispatched", "incident.started", "incident.handled", "incident.closed"),
    ]
    assert told(case)[crew.cast.grid_worker.id] == "incident.closed"
    assert crew.get(crew.cast.grid_worker, case)["photos"]["expected"] == 1


def test_the_same_step_twice_is_once_also_under_another_key(crew: Crew, client: ActingClient) -> None:
    case, body = crew.report(), {"id": str(uuid7()), **tap()}
    officer = client.as_(crew.cast.chaoming_duty)
    first, again = (officer.post(f"/api/incidents/{case}/accept", json=body) for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (200, 200, again.json)
    assert facts(case) == ["incident.reported", "incident.accepted"]
    other = officer.post(f"/api/incidents/{case}/register", json=body)
    assert (other.status_code, other.json["code"]) == (409, "incident.id_taken")


def test_a_stale_step_is_refused_with_the_state_of_now(crew: Crew) -> None:
    case = crew.brought_to("registered")
    refused = crew.try_step(crew.cast.chaoming_duty, case, "accept")
    assert (refused.status_code, refused.json["code"], refused.json["state"]) == (
        409, "incident.cannot_become", "registered",
    )  # fmt: skip
    odd = crew.try_step(crew.cast.chaoming_duty, case, "dispatch", unit_id=str(crew.unit.id), id=str(uuid4()))
    assert odd.json["code"] == "incident.bad_id"


def test_a_step_tapped_without_a_network_counts_from_the_tap(crew: Crew) -> None:
    case, tapped = crew.brought_to("handling"), tap()
    begun = core_clock.now()
    core_clock.move(5 * HOUR)
    shown = crew.step(crew.handler, case, "handle", **tapped)
    assert shown["handled_at"] == shown["steps"][-1]["happened_at"] == begun.isoformat()
    assert shown["steps"][-1]["at"] == core_clock.now().isoformat()


def test_not_accepted_and_not_registered_need_a_reason_which_the_reporter_hears(crew: Crew) -> None:
    for before, verb in (("pending", "not-accept"), ("accepted", "not-register")):
        case = crew.brought_to(before)
        bare = crew.try_step(crew.cast.chaoming_duty, case, verb, note="")
        assert bare.status_code == 422
        shown = crew.step(crew.cast.chaoming_duty, case, verb, note="不属于城市管理范围")
        assert shown["state"] == verb.replace("-accept", "_accepted").replace("-register", "_registered")
        assert told(case)[crew.cast.grid_worker.id] == f"incident.{shown['state']}"
        assert shown["may"] == []


def test_what_is_not_as_reported_is_not_accepted(crew: Crew) -> None:
    case = crew.report()
    at = incidents.measured(IN_WEST)
    shown = crew.step(crew.verifier, case, "verify", confirmed=False, place=at, note="现场没有")
    assert (shown["state"], shown["steps"][-1]["data"]["distance_m"]) == ("not_accepted", 0.0)


def test_a_unit_returns_what_is_not_its_own_and_it_is_dispatched_anew(crew: Crew) -> None:
    case = crew.brought_to("dispatched")
    shown = crew.step(crew.handler, case, "return", note="属市政养护")
    assert (shown["state"], shown["returns"]) == ("returned", 1)
    assert told(case)[crew.cast.chaoming_duty.id] == "incident.returned"
    again = crew.step(crew.cast.chaoming_duty, case, "dispatch", unit_id=str(crew.other_unit.id))
    assert (again["state"], again["unit"]["name_zh"]) == ("dispatched", "区市政")
    assert crew.try_step(crew.handler, case, "start").status_code == 404
    assert crew.step(crew.other_handler, case, "start")["state"] == "handling"


def test_a_failed_check_is_rework_with_the_limit_where_it_was(crew: Crew) -> None:
    case = crew.brought_to("handled")
    deadline = crew.get(crew.verifier, case)["deadline_at"]
    shown = crew.step(crew.verifier, case, "check", passed=False, note="垃圾仍在")
    assert (shown["state"], shown["reworks"], shown["deadline_at"]) == ("rework", 1, deadline)
    assert told(case)[crew.handler.id] == "incident.rework"
    crew.step(crew.handler, case, "handle")
    assert crew.step(crew.verifier, case, "check", passed=True)["state"] == "closed"


def test_nobody_checks_what_he_fixed_himself(crew: Crew) -> None:
    case = crew.report(self_handled=True)
    assert "check" not in crew.get(crew.cast.grid_worker, case)["may"]
    refused = crew.try_step(crew.cast.grid_worker, case, "check", passed=True)
    assert (refused.status_code, refused.json["code"]) == (403, "actor.forbidden")
    failed = crew.step(crew.verifier, case, "check", passed=False)
    assert (failed["state"], failed["self_handled"]) == ("pending", False)


@pytest.mark.parametrize("verb", ["accept", "register", "supervise"])
def test_steps_of_the_desk_are_for_the_desk(crew: Crew, verb: str) -> None:
    case = crew.report()
    for who in (crew.cast.grid_worker, crew.cast.volunteer, crew.handler, crew.verifier):
        assert crew.try_step(who, case, verb).status_code in {403, 404}
    assert crew.try_step(crew.cast.wulin_commander, case, verb).status_code == 404


def test_only_the_unit_that_has_it_handles_it(crew: Crew) -> None:
    case = crew.brought_to("dispatched")
    colleague = people.person("同街道他单位", CHAOMING, "handler")
    for who, status in ((colleague, 404), (crew.other_handler, 404), (crew.cast.chaoming_commander, 403)):
        assert crew.try_step(who, case, "handle").status_code == status
    assert crew.get(crew.handler, case)["may"] == ["start", "return", "handle", "extend"]


def test_a_unit_gets_only_what_lies_in_its_area(crew: Crew) -> None:
    case = crew.report(point=IN_XIANLIN, by=crew.cast.wulin_worker)
    for verb in ("accept", "register"):
        crew.step(crew.cast.wulin_commander, case, verb)
    foreign = crew.try_step(crew.cast.wulin_commander, case, "dispatch", unit_id=str(crew.unit.id))
    assert (foreign.status_code, foreign.json["code"]) == (404, "unit.not_found")
    by_district = crew.try_step(crew.cast.commander, case, "dispatch", unit_id=str(crew.unit.id))
    assert (by_district.status_code, by_district.json["code"]) == (422, "unit.not_there")
    assert crew.state(case) == "registered"
    crew.step(crew.cast.wulin_commander, case, "dispatch", unit_id=str(crew.other_unit.id))


def test_the_reporter_cancels_only_what_nobody_has_acted_on(crew: Crew) -> None:
    mine = crew.report()
    assert crew.step(crew.cast.grid_worker, mine, "cancel", note="重复了")["state"] == "cancelled"
    taken = crew.brought_to("accepted")
    assert crew.try_step(crew.cast.grid_worker, taken, "cancel").status_code == 403
    assert crew.step(crew.cast.chaoming_duty, taken, "cancel")["state"] == "cancelled"


def test_urging_and_supervising_move_nothing_and_are_heard(crew: Crew) -> None:
    case = crew.brought_to("dispatched")
    urged = crew.step(crew.cast.chaoming_duty, case, "urge", note="居民又来电")
    assert (urged["state"], urged["urged_at"]) == ("dispatched", core_clock.now().isoformat())
    assert told(case)[crew.handler.id] == "incident.urge"
    core_clock.move(60)
    supervised = crew.step(crew.cast.chaoming_commander, case, "supervise")
    assert supervised["supervised_at"] == core_clock.now().isoformat()
    assert told(case)[crew.handler.id] == "incident.supervise"


def test_the_reporter_rates_the_answer_and_his_last_word_counts(crew: Crew) -> None:
    case = crew.brought_to("handled")
    assert crew.try_step(crew.cast.grid_worker, case, "rate", score=5).status_code == 409
    crew.step(crew.verifier, case, "check", passed=True)
    assert crew.try_step(crew.cast.secretary, case, "rate", score=1).status_code == 403
    crew.step(crew.cast.grid_worker, case, "rate", score=5)
    assert crew.step(crew.cast.grid_worker, case, "rate", score=2, note="又脏了")["rating"] == 2
    assert crew.try_step(crew.cast.grid_worker, case, "rate", score=6).status_code == 422


def test_an_urgent_report_wakes_the_desk_and_another_does_not(crew: Crew) -> None:
    plain, urgent = crew.report(), crew.report(category_code=incidents.COLLAPSE)
    assert told(plain) == {}
    assert told(urgent) == {crew.cast.chaoming_duty.id: "incident.reported"}


def test_a_case_says_what_the_actor_may_do_now(crew: Crew) -> None:
    case = crew.report()
    cast = crew.cast
    assert crew.get(cast.volunteer, crew.report(cast.volunteer))["may"] == ["cancel"]
    assert crew.get(crew.verifier, case)["may"] == ["verify"]
    assert crew.get(cast.chaoming_duty, case)["may"] == [
        "verify", "accept", "not_accept", "cancel", "urge", "merge",
    ]  # fmt: skip


def test_steps_are_only_added_to(crew: Crew) -> None:
    case = crew.brought_to("closed")
    query = select(IncidentStep).where(IncidentStep.incident_id == UUID(case)).order_by(IncidentStep.no)
    steps = list(database.session.scalars(query))
    assert [step.verb for step in steps] == ["report", "accept", "register", "dispatch", "start", "handle", "check"]
    assert all(step.device_at is not None and step.by_id is not None for step in steps)


def times(shown: dict[str, Any], *names: str) -> list[datetime]:
    return [datetime.fromisoformat(shown[name]) for name in names]


def test_the_clock_starts_at_the_dispatch_with_the_limit_of_the_category(crew: Crew) -> None:
    case = crew.report()
    shown = crew.get(crew.cast.chaoming_duty, case)
    [register_by] = times(shown, "register_by")
    assert (register_by, shown["due_at"]) == (core_clock.now() + timedelta(hours=2), shown["register_by"])
    core_clock.move(HOUR)
    for verb, more in (("accept", {}), ("register", {}), ("dispatch", {"unit_id": str(crew.unit.id)})):
        shown = crew.step(crew.cast.chaoming_duty, case, verb, **more)
    # Monday 10:00 in Hangzhou, one working day.
    assert (shown["deadline"], shown["deadline_at"]) == (
        {"kind": "working_days", "figure": 1}, "2026-03-03T02:00:00+00:00",
    )  # fmt: skip
    assert shown["due_at"] == shown["deadline_at"]


def test_what_another_street_has_is_not_found_whatever_the_step(crew: Crew) -> None:
    case = crew.report(crew.cast.wulin_worker, point=None, area_code=XIANLIN_WEST)
    for verb in ("accept", "register", "urge", "merge"):
        more = {"into_id": str(uuid7())} if verb == "merge" else {}
        assert crew.try_step(crew.cast.chaoming_duty, case, verb, **more).status_code == 404


def test_every_verb_of_the_lifecycle_has_its_address() -> None:
    assert {step.verb for step in STEPS} == set(lifecycle.VERBS) == set(policy.MAY)
