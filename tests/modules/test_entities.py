"""Entities over HTTP: filled in once, coloured with reasons, set by hand for a while, worked out anew, destroyed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.modules.actions import every_day
from backend.modules.actions.load import load
from backend.modules.actions.purge import purge
from backend.modules.actions.save import save
from backend.modules.catalogue import reader
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.push.models import Notice
from tests.builders import modules, people
from tests.cast import CHAOMING, DAOMAO_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.modules.small import SMALL

DAY = 86_400
FORMS = f"/api/modules/{modules.HOUSING}/forms"
GAS = {"kind": "gas", "grade": "major", "found_on": "2026-03-01"}
MINOR = {"kind": "wiring", "grade": "minor", "found_on": "2026-02-21"}


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING)
    return made


def fill(client: ActingClient, who: Person, said: dict[str, Any]) -> Any:
    return client.as_(who).post(FORMS, json=said)


def visit(entity_id: object, **data: Any) -> dict[str, Any]:
    return {**modules.body(form="visit", **data), "entity_id": str(entity_id)}


def facts(kind: str) -> list[Fact]:
    return list(database.session.query(Fact).filter_by(kind=kind).order_by(Fact.seq))


def test_a_form_is_taken_once_and_the_entity_has_a_colour_and_says_why(client: ActingClient, cast: Cast) -> None:
    said = modules.body(DAOMAO_WEST)
    first = fill(client, cast.grid_worker, said)
    assert first.status_code == 200, first.json
    assert (first.json["state"], first.json["why"]["zh"]) == ("green", "绿: 已登记，无未整改隐患")
    assert first.json["data"]["landlord"] == "钱大同"
    again = fill(client, cast.grid_worker, {**said, "data": modules.dwelling(tenants=50)})
    assert again.json["state"] == "green"
    assert len(first.json["forms"]) == len(again.json["forms"]) == 1
    assert fill(client, cast.chaoming_duty, said).json["code"] == "module.form_id"


def test_a_visit_turns_it_orange_with_reasons_and_tasks_and_somebody_is_told(client: ActingClient, cast: Cast) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    minor = [MINOR, {**MINOR, "kind": "extinguisher"}]
    reply = fill(client, cast.grid_worker, visit(entity_id, tenants=3, hazards=[GAS, *minor]))
    assert reply.json["why"]["zh"] == "橙: 燃气 1 项 + 逾期 2 天"
    assert [(task["task"], task["due_on"]) for task in reply.json["tasks"]] == [
        ("call_in", "2026-03-05"), ("visit", "2026-03-09")
    ]  # fmt: skip
    assert facts("entity.became")[-1].data["was"] == "green"
    told = database.session.query(Notice).filter_by(subject_id=entity_id).all()
    assert {notice.person_id for notice in told} == {cast.chaoming_duty.id}
    assert "刀茅巷" in told[0].texts["zh"]["body"]


def test_what_a_form_says_wrongly_is_named_and_nothing_is_kept(client: ActingClient, cast: Cast) -> None:
    said = modules.body(DAOMAO_WEST, area_m2=-1, landlord=None, paint="red")
    reply = fill(client, cast.grid_worker, said)
    assert (reply.status_code, reply.json["code"]) == (422, "module.form_unfit")
    assert {(one["field"], one["code"]) for one in reply.json["faults"]} == {
        ("paint", "module.field_not_asked"), ("area_m2", "module.field_unfit"), ("landlord", "module.field_required")
    }  # fmt: skip
    assert database.session.get(ModuleEntity, UUID(said["entity_id"])) is None


def test_forms_are_refused_by_name(client: ActingClient, cast: Cast) -> None:
    worker, entity_id = cast.grid_worker, modules.entity(cast.grid_worker, DAOMAO_WEST)

    def code(who: Person, said: dict[str, Any], **changes: Any) -> str:
        return str(fill(client, who, {**said, **changes}).json["code"])

    assert code(worker, modules.body(DAOMAO_WEST), version=9) == "module.version_refused"
    assert code(worker, modules.body(DAOMAO_WEST), form="paint") == "module.form_unknown"
    assert code(worker, modules.body(DAOMAO_WEST, form="visit")) == "module.form_creates_none"
    assert code(worker, modules.body(XIANLIN_WEST)) == "area.not_found"
    assert code(worker, modules.body(None)) == "area.not_found"
    assert code(worker, visit(entity_id), form="lift", data={"lifted_by": "陈"}) == "module.not_yours"
    assert code(cast.volunteer, modules.body(DAOMAO_WEST)) == "module.not_yours"
    assert code(cast.wulin_worker, visit(entity_id)) == "entity.not_found"
    assert code(cast.wulin_worker, modules.body(XIANLIN_WEST)) == "module.not_on"
    assert code(worker, modules.body(DAOMAO_WEST), id="0b1c9f3e-2a53-4b57-9f65-0a3a0f2f1a11") == "module.form_id"


def test_a_form_counts_from_the_day_of_its_tap(client: ActingClient, cast: Cast, clock: Any) -> None:
    said = modules.body(DAOMAO_WEST)
    clock.move(2 * DAY)
    assert fill(client, cast.grid_worker, said).json["data"]["visited_on"] == "2026-03-02"


def test_lists_are_of_my_places_and_hold_nothing_personal(client: ActingClient, cast: Cast) -> None:
    modules.on(WULIN)
    mine = modules.entity(cast.grid_worker, DAOMAO_WEST)
    modules.entity(cast.wulin_worker, XIANLIN_WEST, tenants=60)
    path = f"/api/modules/{modules.HOUSING}/entities"
    reply = client.as_(cast.chaoming_commander).get(path)
    assert [one["id"] for one in reply.json["items"]] == [str(mine)]
    assert reply.json["items"][0]["fields"] == {"address": "刀茅巷 12 号 301", "visited_on": "2026-03-02"}
    assert "钱大同" not in reply.get_data(as_text=True)
    red = client.as_(cast.commander).get(f"{path}?state=red").json["items"]
    assert [one["area_code"] for one in red] == [XIANLIN_WEST]
    assert len(client.as_(cast.commander).get(f"{path}?area={CHAOMING}").json["items"]) == 1
    assert client.as_(cast.volunteer).get(path).json["items"] == []


def test_who_only_reads_sees_no_names(client: ActingClient, cast: Cast) -> None:
    analyst = people.person("研判员", CHAOMING, "analyst")
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    shown = client.as_(analyst).get(f"/api/module-entities/{entity_id}").json
    assert shown["hidden"] == ["landlord", "landlord_phone"]
    assert "landlord" not in shown["data"]
    assert (shown["may_fill"], shown["may_set_by_hand"]) == ([], False)


def test_a_state_set_by_hand_stands_until_its_moment(client: ActingClient, cast: Cast, clock: Any) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    path = f"/api/module-entities/{entity_id}/state"
    body = {"state": "yellow", "reason": "群众反映", "until": (clock.now() + timedelta(days=2)).isoformat()}
    assert client.as_(cast.grid_worker).put(path, json=body).json["code"] == "module.not_yours"
    assert (
        client.as_(cast.chaoming_duty).put(path, json={**body, "state": "pink"}).json["code"] == "entity.no_such_state"
    )
    over = {**body, "until": clock.now().isoformat()}
    assert client.as_(cast.chaoming_duty).put(path, json=over).json["code"] == "entity.until"
    shown = client.as_(cast.chaoming_duty).put(path, json=body).json
    assert (shown["state"], shown["why"]["zh"]) == ("yellow", "黄: 人工调整（群众反映）")
    assert shown["by_hand"]["by"] == "丁宁"
    clock.move(DAY)
    every_day.catch_up()
    assert database.session.get_one(ModuleEntity, entity_id).state == "yellow"
    clock.move(DAY)
    assert every_day.catch_up() == 1
    assert database.session.get_one(ModuleEntity, entity_id).state == "green"
    assert len(facts("entity.hand_ended")) == 1
    assert every_day.catch_up() == 0


def test_the_rules_are_let_speak_again(client: ActingClient, cast: Cast) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    path = f"/api/module-entities/{entity_id}/state"
    assert client.as_(cast.chaoming_duty).delete(path).json["code"] == "entity.not_by_hand"
    modules.set_by_hand(cast.chaoming_duty, entity_id, "red", "试验")
    shown = client.as_(cast.chaoming_duty).get(f"/api/module-entities/{entity_id}").json
    assert (shown["state"], shown["rule"]) == ("red", "green")
    assert client.as_(cast.chaoming_duty).delete(path).json["state"] == "green"


def test_time_alone_changes_a_colour(cast: Cast, clock: Any) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST, undeclared=2, undeclared_since="2026-03-02")
    clock.move(4 * DAY)
    assert every_day.catch_up() == 1
    row = database.session.get_one(ModuleEntity, entity_id)
    assert (row.state, row.why["zh"]) == ("yellow", "黄: 2 人未申报 4 天")


def test_tasks_are_for_their_role_and_climb(client: ActingClient, cast: Cast, clock: Any) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST, tenants=40)

    def mine(who: Person) -> list[str]:
        return [one["task"] for one in client.as_(who).get("/api/module-tasks").json["items"]]

    assert mine(cast.grid_worker) == ["visit"]
    assert mine(cast.chaoming_commander) == ["stop_renting"]
    assert mine(cast.chaoming_duty) == ["call_in"]
    assert mine(cast.wulin_worker) == []
    clock.move(3 * DAY)
    assert mine(cast.chaoming_duty) == ["visit", "call_in"]
    climbed = client.as_(cast.chaoming_duty).get("/api/module-tasks?limit=1").json
    assert (climbed["items"][0]["days_overdue"], climbed["items"][0]["has_climbed"]) == (2, True)
    after = client.as_(cast.chaoming_duty).get(f"/api/module-tasks?limit=1&cursor={climbed['next_cursor']}").json
    assert [one["task"] for one in after["items"]] == ["call_in"]
    assert climbed["items"][0]["entity_id"] == str(entity_id)


def test_a_task_is_put_aside_for_a_reason_until_it_is_due_anew(client: ActingClient, cast: Cast, clock: Any) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST, tenants=40)
    path = f"/api/module-entities/{entity_id}/tasks"

    def dismiss(task: str, reason: str) -> Any:
        return client.as_(cast.grid_worker).post(f"{path}/{task}/dismiss", json={"reason": reason}).json

    assert dismiss("visit", "rain")["code"] == "task.no_such_reason"
    assert dismiss("paint", "nobody_home")["code"] == "task.not_found"
    assert dismiss("stop_renting", "nobody_home")["code"] == "module.not_yours"
    reasons = {one["task"]: one["dismissed_why"] for one in dismiss("visit", "nobody_home")["tasks"]}
    assert reasons == {"visit": "nobody_home", "stop_renting": None, "call_in": None}
    assert client.as_(cast.grid_worker).get("/api/module-tasks").json["items"] == []
    clock.move(DAY)
    fill(client, cast.grid_worker, visit(entity_id, tenants=2))
    assert database.session.get_one(ModuleTask, (entity_id, "visit")).dismissed_at is None


def test_what_had_its_time_is_destroyed_and_a_fact_is_left(client: ActingClient, cast: Cast, clock: Any) -> None:
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    kept = modules.entity(cast.grid_worker, DAOMAO_WEST)
    closing = {**modules.body(form="close", closed_on="2026-03-01"), "entity_id": str(entity_id)}
    assert fill(client, cast.grid_worker, closing).json["state"] == "closed"
    clock.move(731 * DAY)
    assert (purge(), purge()) == (1, 0)
    database.session.expire_all()
    assert [row.id for row in database.session.query(ModuleEntity)] == [kept]
    assert [fact.subject_id for fact in facts("entity.destroyed")] == [str(entity_id)]


def test_what_has_lost_what_it_said_of_people_is_told_once(cast: Cast, clock: Any) -> None:
    load([reader.read(SMALL)])
    modules.on(CHAOMING, "bench")
    said = {**modules.tap(), "form": "look", "version": 2, "data": {"place": "桥头", "sound": True, "donor": "钱"}}
    ids = {"id": uuid7(), "entity_id": uuid7(), "area_code": DAOMAO_WEST, "device_at": clock.now()}
    row = save(people.actor(cast.grid_worker), "bench", **{**said, **ids})
    clock.move(366 * DAY)
    for _ in range(2):
        every_day.catch_up()
        purge()
        clock.move(DAY)
    database.session.expire_all()
    assert "donor" not in database.session.get_one(ModuleEntity, row).data
    assert [fact.subject_id for fact in facts("entity.stripped")] == [str(row)]


def test_two_forms_may_begin_the_same_entity(client: ActingClient, cast: Cast) -> None:
    said = modules.body(DAOMAO_WEST)
    replies = [fill(client, cast.grid_worker, {**said, "id": str(uuid7())}) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert len(replies[1].json["forms"]) == 2
