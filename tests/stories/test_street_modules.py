"""Street modules, with a moving clock: an orange dwelling, a task that climbs, a street's own field, an old phone."""

from typing import Any

import pytest

from backend.areas.models import Area
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.modules.actions.every_day import catch_up
from backend.modules.actions.load import load
from backend.modules.catalogue import reader
from backend.modules.models.module import ModuleForm, ModuleSwitch
from tests.builders import modules
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.modules.small import SMALL

DAY = 86_400
GAS = {"kind": "gas", "grade": "major", "found_on": "2026-03-02"}
MODULE = f"/api/modules/{modules.HOUSING}"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def tasks(client: ActingClient, who: Person) -> list[tuple[str, bool]]:
    items = client.as_(who).get("/api/module-tasks").json["items"]
    return [(one["task"], one["has_climbed"]) for one in items]


def test_a_dwelling_turns_orange_and_what_nobody_does_climbs(client: ActingClient, cast: Cast, clock: Any) -> None:
    modules.on(CHAOMING)
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)

    def fill(who: Person, form: str, **data: Any) -> Any:
        said = {**modules.body(form=form, **data), "entity_id": str(entity_id)}
        return client.as_(who).post(f"{MODULE}/forms", json=said).json

    assert fill(cast.grid_worker, "visit", tenants=3, hazards=[GAS])["why"]["zh"] == "橙: 燃气 1 项"
    assert tasks(client, cast.chaoming_duty) == [("call_in", False)]
    assert tasks(client, cast.chaoming_commander) == []
    clock.move(4 * DAY)
    catch_up()
    assert tasks(client, cast.chaoming_commander) == [("call_in", True)]
    called_in = fill(cast.chaoming_duty, "talk", talked_on="2026-03-06")
    assert [one["task"] for one in called_in["tasks"]] == ["visit"]
    clock.move(4 * DAY)
    catch_up()
    shown = client.as_(cast.chaoming_duty).get(f"/api/module-entities/{entity_id}").json
    assert shown["why"]["zh"] == "红: 较大隐患逾期 1 天"


def test_a_street_adds_a_field_and_takes_it_back_without_losing_data(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    entity_id = modules.entity(cast.grid_worker, DAOMAO_WEST)
    field = {
        "label": {"zh": "门牌颜色", "en": "Plate"},
        "schema": {"type": "string"},
        "personal": "none",
        "widget": "text",
    }

    def switch(adjustment: dict[str, Any]) -> None:
        body = {"is_on": True, "adjustment": adjustment}
        assert client.as_(cast.chaoming_commander).put(f"{MODULE}/switches/{CHAOMING}", json=body).status_code == 200

    switch({"fields": {"dwelling": {"own_plate": field}}})
    shown = client.as_(cast.grid_worker).get(MODULE).json
    assert shown["content"]["forms"]["visit"]["pages"][-1]["widgets"][-1] == {"field": "own_plate", "as": "text"}
    assert shown["sequence"]["fields.dwelling"][-1] == "own_plate"
    assert shown["sequence"]["forms"][:2] == ["register", "visit"]
    said = {**modules.body(form="visit", tenants=3, own_plate="蓝"), "entity_id": str(entity_id)}
    assert client.as_(cast.grid_worker).post(f"{MODULE}/forms", json=said).json["data"]["own_plate"] == "蓝"
    switch({})
    kept = client.as_(cast.grid_worker).get(f"/api/module-entities/{entity_id}").json["data"]
    assert (kept["own_plate"], kept["landlord"]) == ("蓝", "钱大同")


def test_a_phone_that_was_offline_for_long_sends_the_form_of_the_version_before(
    client: ActingClient, cast: Cast
) -> None:
    load([reader.read(SMALL)])
    area = database.session.get_one(Area, CHAOMING)
    about = {"module": "bench", "version": 2, "is_on": True, "adjustment": {}}
    database.session.add(ModuleSwitch(**about, area_code=area.code, area_path=area.path))
    database.session.flush()
    said = {**modules.body(DAOMAO_WEST, form="look", where="桥头", sound="yes", giver="钱"), "id": str(uuid7())}
    reply = client.as_(cast.grid_worker).post("/api/modules/bench/forms", json=said)
    assert reply.status_code == 200, reply.json
    assert (reply.json["version"], reply.json["state"]) == (2, "good")
    assert reply.json["data"] == {"place": "桥头", "sound": True, "donor": "钱", "seen_on": "2026-03-02"}
    kept = database.session.query(ModuleForm).one()
    assert (kept.version, kept.data) == (1, {"where": "桥头", "sound": "yes", "giver": "钱"})
    refused = client.as_(cast.grid_worker).post(
        "/api/modules/bench/forms", json={**said, "id": str(uuid7()), "version": 3}
    )
    assert refused.json["code"] == "module.version_refused"
