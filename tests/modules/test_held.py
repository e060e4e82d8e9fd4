"""What a phone takes along of a module, how it looks for something, and what it draws on a map."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core.db import db as database
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import held
from tests.builders import modules, people
from tests.cast import CHAOMING, DAOMAO_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

PATH = f"/api/modules/{modules.HOUSING}"
HERE = {"lng_wgs84": 120.17, "lat_wgs84": 30.27}


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING)
    modules.on(WULIN)
    return made


def test_a_phone_takes_along_what_a_form_and_a_colour_are_worked_out_of(client: ActingClient, cast: Cast) -> None:
    mine = modules.entity(cast.grid_worker, DAOMAO_WEST, tenants=60)
    modules.entity(cast.wulin_worker, XIANLIN_WEST)
    modules.set_by_hand(cast.chaoming_duty, mine, "yellow", "试验")
    reply = client.as_(cast.grid_worker).get(f"{PATH}/held").json
    assert (reply["total"], [one["id"] for one in reply["items"]]) == (1, [str(mine)])
    one = reply["items"][0]
    assert (one["state"], one["rule_state"], one["rule_since"]) == ("yellow", "red", "2026-03-02")
    assert (one["created_on"], one["data"]["landlord"]) == ("2026-03-02", "钱大同")
    assert [task["task"] for task in one["tasks"]]
    assert one["may_fill"] == ["register", "visit", "talk", "close"]
    whole = client.as_(cast.grid_worker).get(f"/api/module-entities/{mine}").json
    assert {name: whole[name] for name in one} == one


def test_a_phone_is_given_the_newest_and_told_how_many_there_are(
    client: ActingClient, cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST", 2)
    made = []
    for number in range(3):
        made.append(modules.entity(cast.grid_worker, DAOMAO_WEST, address=f"刀茅巷 {number} 号"))
        clock.move(60)
    reply = client.as_(cast.grid_worker).get(f"{PATH}/held").json
    assert [one["id"] for one in reply["items"]] == [str(made[2]), str(made[1])]
    assert (reply["total"], reply["most"]) == (3, 2)


def test_who_only_reads_takes_no_names_along(client: ActingClient, cast: Cast) -> None:
    modules.entity(cast.grid_worker, DAOMAO_WEST)
    analyst = people.person("研判员", CHAOMING, "analyst")
    reply = client.as_(analyst).get(f"{PATH}/held")
    assert "钱大同" not in reply.get_data(as_text=True)
    assert reply.json["items"][0]["hidden"] == ["landlord", "landlord_phone"]


def test_they_are_found_by_a_part_of_their_name_and_counted_by_state(client: ActingClient, cast: Cast) -> None:
    red = modules.entity(cast.grid_worker, DAOMAO_WEST, address="东河 3 号 2 楼", tenants=60)
    modules.entity(cast.grid_worker, DAOMAO_WEST, address="刀茅巷 12 号")
    worker = client.as_(cast.grid_worker)
    assert [one["id"] for one in worker.get(f"{PATH}/entities?q=东河").json["items"]] == [str(red)]
    assert worker.get(f"{PATH}/entities?q=钱大同").json["items"] == []
    assert worker.get(f"{PATH}/entities?q=%25").json["items"] == []
    assert worker.get(f"{PATH}/counts").json == {"states": {"red": 1, "green": 1}, "total": 2}
    assert client.as_(cast.wulin_worker).get(f"{PATH}/counts").json == {"states": {}, "total": 0}


def test_a_map_shows_those_that_say_where_they_are(client: ActingClient, cast: Cast) -> None:
    mine = modules.entity(cast.grid_worker, DAOMAO_WEST, position=HERE, tenants=60)
    modules.entity(cast.grid_worker, DAOMAO_WEST)
    modules.entity(cast.wulin_worker, XIANLIN_WEST, position=HERE)
    worker = client.as_(cast.grid_worker)
    assert worker.get(f"{PATH}/points").json == {
        "items": [{"id": str(mine), "state": "red", "place": HERE}], "is_cut": False
    }  # fmt: skip
    assert worker.get(f"{PATH}/points?state=green").json["items"] == []
    assert worker.get("/api/modules/nothing/points").json["code"] == "module.not_found"


def test_what_was_written_last_comes_first(client: ActingClient, cast: Cast, clock: Any) -> None:
    first, second = (modules.entity(cast.grid_worker, DAOMAO_WEST) for _ in range(2))
    database.session.get_one(ModuleEntity, first).saved_at = clock.now() + timedelta(minutes=1)
    database.session.flush()
    reply = client.as_(cast.grid_worker).get(f"{PATH}/held").json
    assert [one["id"] for one in reply["items"]] == [str(first), str(second)]
