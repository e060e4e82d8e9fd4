"""Handling units: kept by who keeps the settings, and their queues."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from backend.areas.actions.succeed import succeed
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.incidents.actions.rehome import rehome
from backend.incidents.queries import lists
from tests.builders import incidents, people
from tests.builders.cases import Crew
from tests.builders.incidents import IN_EAST, IN_WEST, IN_XIANLIN
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, WULIN, Cast
from tests.client import ActingClient

URL = "/api/handling-units"


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return people.person("唐系统", CHAOMING, "system_admin")


def new(name: str = "潮鸣环卫", area_code: str = CHAOMING) -> dict[str, Any]:
    return {"id": str(uuid7()), "name_zh": name, "name_en": "Sanitation", "area_code": area_code}


def test_a_unit_is_made_renamed_staffed_and_laid_down(crew: Crew, client: ActingClient, keeper: Person) -> None:
    unit = new()
    made = client.as_(keeper).post(URL, json=unit)
    assert made.status_code == 201
    url = f"{URL}/{unit['id']}"
    assert client.as_(keeper).patch(url, json={"name_zh": "潮鸣保洁"}).status_code == 204
    named = client.as_(keeper).put(f"{url}/members", json={"people": [str(crew.handler.id)]}).json
    assert [member["name"] for member in named["items"]] == ["高处置"]
    assert {item["id"] for item in client.as_(crew.handler).get(URL).json["items"] if item["is_mine"]} == {
        unit["id"], str(crew.unit.id),
    }  # fmt: skip
    client.as_(keeper).patch(url, json={"active": False})
    case = crew.brought_to("registered")
    refused = crew.try_step(crew.cast.chaoming_duty, case, "dispatch", unit_id=unit["id"])
    assert (refused.status_code, refused.json["code"]) == (422, "unit.not_there")
    client.as_(keeper).put(f"{url}/members", json={"people": []})
    facts = database.session.scalars(select(Fact.kind).where(Fact.subject_type == "unit").order_by(Fact.seq))
    assert list(facts) == ["unit.created", "unit.edited", "unit.members_set", "unit.edited", "unit.members_set"]


def test_units_are_kept_inside_the_own_subtree_with_handlers_of_it(
    crew: Crew, client: ActingClient, keeper: Person
) -> None:
    assert client.as_(keeper).post(URL, json=new(area_code=WULIN)).json["code"] == "area.not_found"
    foreign = client.as_(keeper).patch(f"{URL}/{crew.other_unit.id}", json={"active": False})
    assert (foreign.status_code, foreign.json["code"]) == (404, "unit.not_found")
    members = f"{URL}/{crew.unit.id}/members"
    for who in (crew.cast.grid_worker, crew.other_handler):
        refused = client.as_(keeper).put(members, json={"people": [str(who.id)]})
        assert (refused.status_code, refused.json["code"]) == (422, "unit.not_a_handler")
    assert client.as_(crew.handler).put(members, json={"people": []}).status_code == 403


def test_whoever_dispatches_sees_the_units_of_his_place_and_of_those_above_with_their_load(
    crew: Crew, client: ActingClient
) -> None:
    crew.brought_to("dispatched")
    crew.brought_to("closed")
    items = client.as_(crew.cast.chaoming_duty).get(URL).json["items"]
    assert [(item["name_zh"], item["in_hand"], item["area"]["level"]) for item in items] == [
        ("区市政", 0, "district"), ("潮鸣城管", 1, "street"),
    ]  # fmt: skip
    assert [item["name_zh"] for item in client.as_(crew.cast.wulin_commander).get(URL).json["items"]] == ["区市政"]
    members = client.as_(crew.cast.chaoming_duty).get(f"{URL}/{crew.unit.id}/members").json["items"]
    assert [member["name"] for member in members] == ["高处置"]


def listed(crew: Crew, who: Person, query: str = "") -> list[str]:
    reply = crew.client.as_(who).get(f"/api/incidents{query}")
    assert reply.status_code == 200, reply.json
    return [item["id"] for item in reply.json["items"]]


def test_queues_have_emergencies_first_and_then_what_is_due_first(crew: Crew) -> None:
    plain = crew.brought_to("dispatched")
    crew.brought_to("handled")
    urgent = crew.brought_to("dispatched", category_code=incidents.COLLAPSE)
    sooner = crew.brought_to("handling", category_code="E0104")
    assert listed(crew, crew.handler, "?unit=mine&group=unit&order=due") == [urgent, sooner, plain]
    first = crew.client.as_(crew.handler).get("/api/incidents?group=unit&order=due&limit=2").json
    rest = (
        crew.client.as_(crew.handler)
        .get(f"/api/incidents?group=unit&order=due&limit=2&cursor={first['next_cursor']}")
        .json
    )
    assert [item["id"] for item in first["items"] + rest["items"]] == [urgent, sooner, plain]


def test_the_desk_counts_and_lists_what_waits_where(crew: Crew) -> None:
    pending, east = crew.report(), crew.report(point=IN_EAST)
    crew.report(crew.cast.wulin_worker, point=IN_XIANLIN)
    dispatched = crew.brought_to("dispatched")
    officer = crew.cast.chaoming_duty
    counts = crew.client.as_(officer).get("/api/incidents/counts").json
    assert (counts["states"]["pending"], counts["groups"]["desk"], counts["groups"]["unit"]) == (2, 2, 1)
    assert (counts["groups"]["open"], counts["overdue"]) == (3, 0)
    assert set(listed(crew, officer, "?group=desk")) == {pending, east}
    assert listed(crew, officer, f"?group=desk&area={DAOMAO_WEST}") == [pending]
    assert listed(crew, officer, "?state=dispatched") == [dispatched]
    assert listed(crew, officer, "?category=E01&urgent=false&state=dispatched") == [dispatched]
    assert crew.client.as_(officer).get(f"/api/incidents?area={WULIN}").json["code"] == "area.not_found"


def test_what_is_overdue_or_due_today_is_asked_for_by_the_clock(crew: Crew, clock: Any) -> None:
    case = crew.report()
    officer = crew.cast.chaoming_duty
    assert (listed(crew, officer, "?deadline=overdue"), listed(crew, officer, "?deadline=today")) == ([], [case])
    clock.move(2 * 3_600)
    assert listed(crew, officer, "?deadline=overdue") == [case]
    assert crew.client.as_(officer).get("/api/incidents/counts").json["overdue"] == 1


def test_what_is_due_this_week_is_due_before_its_sunday_is_over(crew: Crew, clock: Any) -> None:
    tomorrow, later = crew.brought_to("dispatched"), crew.brought_to("dispatched", category_code="E0101")
    officer = crew.cast.chaoming_duty
    assert [listed(crew, officer, f"?deadline={until}") for until in ("today", "week")] == [[], [tomorrow]]
    assert crew.row(later).due_at > crew.row(tomorrow).due_at


def test_a_list_is_counted_as_it_is_narrowed_and_not_beyond_what_anybody_reads(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        crew.report()
    crew.report(category_code=incidents.COLLAPSE)
    officer = crew.client.as_(crew.cast.chaoming_duty)
    assert officer.get("/api/incidents/total?urgent=false").json == {"total": 3, "is_more": False}
    assert officer.get("/api/incidents/total?category=P").json == {"total": 0, "is_more": False}
    monkeypatch.setattr(lists, "MOST_COUNTED", 2)
    assert officer.get("/api/incidents/total").json == {"total": 2, "is_more": True}


def test_the_map_has_the_same_cases_as_the_list_and_says_when_it_is_cut(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = crew.report(category_code=incidents.COLLAPSE)
    crew.report(point=None, area_code=DAOMAO_WEST)
    crew.report(point=IN_EAST)
    officer = crew.client.as_(crew.cast.chaoming_duty)
    whole = officer.get("/api/incidents/points").json
    assert (len(whole["items"]), whole["is_cut"]) == (2, False)
    [dot] = officer.get("/api/incidents/points?urgent=true").json["items"]
    assert (dot["id"], dot["lng_wgs84"], dot["category_code"], dot["overdue"]) == (
        seen, IN_WEST["lng_wgs84"], incidents.COLLAPSE, False,
    )  # fmt: skip
    monkeypatch.setattr(lists, "MOST_POINTS", 1)
    cut = officer.get("/api/incidents/points").json
    assert (len(cut["items"]), cut["is_cut"]) == (1, True)


def test_whoever_only_reports_has_no_list_of_cases(crew: Crew) -> None:
    assert crew.client.as_(crew.cast.volunteer).get("/api/incidents").status_code == 403


def test_cases_and_units_go_along_when_their_area_gets_a_successor(crew: Crew) -> None:
    case, path = crew.report(point=IN_WEST), incidents.path_of(DAOMAO_WEST)
    succeed(DAOMAO_WEST, becomes=f"{DAOMAO}009", under=DAOMAO, on=date(2026, 3, 2))
    for _ in range(2):
        rehome(path)
    row = crew.row(case)
    assert (row.area_code, row.area_path) == (f"{DAOMAO}009", incidents.path_of(f"{DAOMAO}009"))
    assert row.unit_grid_code == DAOMAO_WEST
