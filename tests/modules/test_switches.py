"""Switching modules: by whom, what a street changes, what a dry run says, and what becomes of rows and figures."""

import json
import re
from typing import Any

import pytest

from backend.areas.actions.succeed import succeed
from backend.core.db import db as database
from backend.modules.actions import every_day
from backend.modules.actions.load import load
from backend.modules.actions.rehome import rehome
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleSwitch
from tests.builders import modules, people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

DAY = 86_400
PATH = f"/api/modules/{modules.HOUSING}"
OWN = {"label": {"zh": "楼长", "en": "Keeper"}, "schema": {"type": "string", "maxLength": 20}, "personal": "name"}


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    load(modules.shipped())
    return made


def body(**changes: Any) -> dict[str, Any]:
    return {"is_on": True, "version": None, "adjustment": {}, "dry_run": False, **changes}


def switch(client: ActingClient, who: Any, area: str, **changes: Any) -> Any:
    return client.as_(who).put(f"{PATH}/switches/{area}", json=body(**changes)).json


def test_a_module_is_on_where_its_street_says_so(client: ActingClient, cast: Cast) -> None:
    def is_on(who: Any) -> bool:
        return bool(client.as_(who).get(PATH).json["is_on"])

    assert not is_on(cast.grid_worker)
    assert switch(client, cast.chaoming_duty, CHAOMING)["code"] == "actor.forbidden"
    assert switch(client, cast.chaoming_commander, WULIN)["code"] == "area.not_found"
    assert switch(client, cast.chaoming_commander, CHAOMING)["difference"] == []
    assert is_on(cast.grid_worker)
    assert not is_on(cast.wulin_worker)
    switch(client, cast.commander, "330103", is_on=True)
    assert is_on(cast.wulin_worker)
    switch(client, cast.wulin_commander, WULIN, is_on=False)
    assert not is_on(cast.wulin_worker)
    listed = client.as_(cast.wulin_worker).get("/api/modules").json["items"]
    assert {one["id"] for one in listed} >= {"rental_housing", "dine_in", "elevators"}


def test_a_street_sets_a_limit_and_adds_a_field_without_a_release(client: ActingClient, cast: Cast) -> None:
    adjustment = {"limits": {"undeclared_days": 10}, "fields": {"dwelling": {"own_keeper": {**OWN, "widget": "text"}}}}
    report = switch(client, cast.chaoming_commander, CHAOMING, adjustment=adjustment)
    assert report["difference"] == ["~ limits.undeclared_days: 3 → 10", "+ dwelling.own_keeper: 楼长 / Keeper"]
    whole = client.as_(cast.grid_worker).get(PATH).json
    assert whole["difference"] == report["difference"]
    assert whole["order"]["dwelling"][:2] == ["open", "minor"]
    assert whole["content"]["limits"]["undeclared_days"]["value"] == 10
    said = modules.body(DAOMAO_WEST, own_keeper="老周", undeclared=1, undeclared_since="2026-02-25")
    made = client.as_(cast.grid_worker).post(f"{PATH}/forms", json=said).json
    assert (made["state"], made["data"]["own_keeper"]) == ("green", "老周")
    # What was said stays, also where the street asks no more.
    switch(client, cast.chaoming_commander, CHAOMING)
    every_day.catch_up()
    row = database.session.get_one(ModuleEntity, made["id"])
    assert (row.state, row.data["own_keeper"]) == ("yellow", "老周")


@pytest.mark.parametrize(
    "adjustment",
    [
        {"limits": {"undeclared_days": 99}},
        {"limits": {"undeclared_days": "many"}},
        {"limits": {"colour": 1}},
        {"fields": {"dwelling": {"keeper": {**OWN, "widget": "text"}}}},
        {"fields": {"dwelling": {"own_keeper": OWN}}},
        {"fields": {"dwelling": {"own_keeper": {**OWN, "widget": "number"}}}},
        {"fields": {"dwelling": {"own_keeper": {**OWN, "widget": "text", "schema": {"type": "strong"}}}}},
        {"rules": {}},
    ],
    ids=str,
)
def test_what_a_street_may_not_change_is_refused_by_name(client: ActingClient, cast: Cast, adjustment: Any) -> None:
    refused = switch(client, cast.chaoming_commander, CHAOMING, adjustment=adjustment)
    assert refused["code"] == "module.adjustment_unfit"
    assert refused["faults"]


def test_a_dry_run_says_what_would_become_of_the_rows_and_writes_nothing(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    modules.entity(cast.grid_worker, DAOMAO_WEST, tenants=8)
    adjustment = {"limits": {"area_each": 8}}
    report = switch(client, cast.chaoming_commander, CHAOMING, adjustment=adjustment, dry_run=True)
    assert (report["rows"], report["unfit"]) == (1, [])
    [change] = report["changes"]
    assert (change["was"], change["state"], change["rows"]) == ("green", "red", 1)
    assert change["examples"][0]["why"]["zh"] == "红: 人均不足 8 ㎡（8 人）"
    assert client.as_(cast.grid_worker).get(PATH).json["difference"] == []
    switch(client, cast.chaoming_commander, CHAOMING, adjustment=adjustment)
    assert every_day.catch_up() == 1
    assert database.session.query(ModuleEntity).one().state == "red"


def test_where_a_module_is_off_nothing_is_counted_and_nothing_is_to_be_done(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST, tenants=40)
    switch(client, cast.chaoming_commander, CHAOMING, is_on=False)
    every_day.catch_up()
    assert client.as_(cast.grid_worker).get("/api/module-tasks").json["items"] == []
    shown = client.as_(cast.grid_worker).get(f"/api/module-entities/{entity_id}").json
    assert (shown["state"], shown["may_fill"]) == ("red", [])
    switch(client, cast.chaoming_commander, CHAOMING)
    every_day.catch_up()
    assert len(client.as_(cast.grid_worker).get("/api/module-tasks").json["items"]) == 1


def test_figures_are_sums_of_rows_and_parts_add_up_to_the_whole(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    modules.on(WULIN)
    modules.entity(cast.grid_worker, DAOMAO_WEST)
    modules.entity(cast.secretary, DAOMAO_EAST, tenants=40)
    modules.entity(cast.wulin_worker, XIANLIN_WEST, tenants=6)

    def figures(who: Any, query: str = "") -> Any:
        return client.as_(who).get(f"{PATH}/indicators{query}").json

    def reading(found: Any, name: str) -> Any:
        one = next(one for one in found["readings"] if one["id"] == name)
        return one["value"], one["numerator"], one["denominator"]

    district = figures(cast.commander)
    assert reading(district, "dwellings") == (3, 3, None)
    assert reading(district, "dangerous") == (33.33, 1, 3)
    assert reading(district, "area_each") == (10, None, 3)
    parts = {part["area"]["code"]: reading(part, "dangerous") for part in district["parts"]}
    assert parts == {CHAOMING: (50, 1, 2), WULIN: (0, 0, 1)}
    assert reading(figures(cast.commander, f"?area={DAOMAO}"), "dangerous") == (50, 1, 2)
    assert reading(figures(cast.wulin_worker), "dangerous") == (0, 0, 1)
    assert figures(cast.grid_worker, f"?area={WULIN}")["code"] == "area.not_found"
    assert client.as_(cast.commander).get("/api/modules/nothing/indicators").json["code"] == "module.not_found"


def test_a_version_in_use_is_never_changed(cast: Cast) -> None:
    module = {**modules.shipped()[0], "icon": "other"}
    assert load([module]) == [f"{module['id']} v1: says something else than the version that is in use, left alone"]
    assert load([{**module, "version": 2}]) == [f"{module['id']} v2"]


def test_entities_go_along_when_their_area_moves(cast: Cast, clock: Any) -> None:
    modules.on(CHAOMING)
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    succeed(CHAOMING, becomes="330103055", under="330103", on=clock.now().date())
    rehome("330103.330103005.")
    database.session.expire_all()
    assert database.session.get_one(ModuleEntity, entity_id).area_path.startswith("330103.330103055.")
    assert people.actor(cast.commander).paths


def without_dwellings() -> None:
    """A second version of the module that calls its rows otherwise."""
    first = next(one for one in modules.shipped() if one["id"] == modules.HOUSING)
    told = json.dumps({**first, "version": 2}, ensure_ascii=False)
    load([json.loads(re.sub(r'"dwelling"', '"flat"', told))])


def test_a_version_that_does_not_know_the_rows_of_a_place_is_not_switched_on(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    modules.entity(cast.grid_worker, DAOMAO_WEST)
    without_dwellings()
    refused = switch(client, cast.chaoming_commander, CHAOMING, version=2)
    assert (refused["code"], refused["kinds"]) == ("module.rows_of_other_kinds", ["dwelling"])
    assert "code" not in switch(client, cast.wulin_commander, WULIN, version=2)


def test_rows_that_a_version_does_not_know_hold_up_nobody_elses(cast: Cast, clock: Any) -> None:
    modules.on(CHAOMING)
    modules.on(WULIN)
    ours, theirs = (
        modules.entity(who, at) for who, at in ((cast.grid_worker, DAOMAO_WEST), (cast.wulin_worker, XIANLIN_WEST))
    )
    without_dwellings()
    database.session.get_one(ModuleSwitch, (modules.HOUSING, CHAOMING)).version = 2
    clock.move(DAY)
    assert (every_day.catch_up(), every_day.catch_up()) == (2, 0)
    figures = {one: database.session.get_one(ModuleEntity, one).figures for one in (ours, theirs)}
    assert not figures[ours]
    assert figures[theirs]


def test_what_was_set_by_hand_ends_also_where_the_module_is_off(client: ActingClient, cast: Cast, clock: Any) -> None:
    modules.on(CHAOMING)
    row = modules.entity(cast.grid_worker, DAOMAO_WEST)
    modules.set_by_hand(cast.chaoming_duty, row, "yellow", "群众反映")
    switch(client, cast.chaoming_commander, CHAOMING, is_on=False)
    every_day.catch_up()
    clock.move(2 * DAY)
    assert (every_day.catch_up(), every_day.catch_up()) == (1, 0)
    assert database.session.get_one(ModuleEntity, row).hand_until is None
