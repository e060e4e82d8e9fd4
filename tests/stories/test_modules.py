"""Street modules against the clock: a dwelling turns orange, a task climbs, a street adds a field, an old phone."""

from typing import Any

import pytest

from backend.core.db import db as database
from backend.modules.actions import every_day
from backend.modules.models.entity import ModuleEntity
from backend.push.models import Notice
from tests.builders import drafts, modules, people
from tests.cast import CHAOMING, DAOMAO_WEST, DISTRICT, Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")

DAY = 86_400
HOUSING, BENCH = f"/api/modules/{modules.HOUSING}", "/api/modules/bench"
MINOR = {"kind": "wiring", "grade": "minor", "found_on": "2026-03-02"}


class Street:
    """Chaoming with its people at their phones, and the night's work of the server."""

    def __init__(self, client: ActingClient, clock: Any) -> None:
        self.client, self.clock = client, clock

    def fill(self, who: Any, path: str, said: dict[str, Any], entity_id: str | None = None) -> Any:
        body = said if entity_id is None else {**said, "entity_id": entity_id}
        reply = self.client.as_(who).post(f"{path}/forms", json=body)
        assert reply.status_code == 200, reply.json
        return reply.json

    def night(self, days: int = 1) -> None:
        for _ in range(days):
            self.clock.move(DAY)
            every_day.catch_up()

    def look(self, who: Any, entity_id: str) -> Any:
        return self.client.as_(who).get(f"/api/module-entities/{entity_id}").json

    def tasks(self, who: Any) -> list[str]:
        return [one["task"] for one in self.client.as_(who).get("/api/module-tasks").json["items"]]

    def switch(self, who: Any, path: str, area: str, **changes: Any) -> Any:
        body = {"is_on": True, "version": None, "adjustment": {}, "dry_run": False, **changes}
        return self.client.as_(who).put(f"{path}/switches/{area}", json=body).json


@pytest.fixture
def street(client: ActingClient, cast: Cast, clock: Any) -> Street:
    modules.on(CHAOMING)
    return Street(client, clock)


def told(entity_id: str) -> set[str]:
    notices = database.session.query(Notice).filter_by(subject_id=entity_id).all()
    return {notice.texts["zh"]["title"] for notice in notices}


def test_a_dwelling_turns_orange_by_itself_and_the_landlord_is_called_in(street: Street, cast: Cast) -> None:
    house = street.fill(cast.grid_worker, HOUSING, modules.body(DAOMAO_WEST))["id"]
    hazards = [MINOR, {**MINOR, "kind": "extinguisher"}]
    seen = street.fill(cast.grid_worker, HOUSING, modules.body(form="visit", tenants=3, hazards=hazards), house)
    assert (seen["state"], seen["why"]["zh"]) == ("yellow", "黄: 一般隐患 2 项")
    street.night(7)
    assert street.look(cast.chaoming_duty, house)["state"] == "yellow"
    street.night(2)
    orange = street.look(cast.chaoming_duty, house)
    assert (orange["state"], orange["why"]["zh"]) == ("orange", "橙: 逾期 2 天")
    assert told(house) == {"出租房转橙"}
    assert "call_in" in street.tasks(cast.chaoming_duty)
    mended = [{**one, "mended_on": "2026-03-11"} for one in hazards]
    green = street.fill(cast.grid_worker, HOUSING, modules.body(form="visit", tenants=3, hazards=mended), house)
    assert green["state"] == "green"
    assert "call_in" not in street.tasks(cast.chaoming_duty)


def test_a_visit_that_nobody_makes_climbs_to_the_street(street: Street, cast: Cast) -> None:
    house = street.fill(cast.grid_worker, HOUSING, modules.body(DAOMAO_WEST, tenants=30))["id"]
    assert street.look(cast.grid_worker, house)["state"] == "red"
    street.night(1)
    assert "visit" in street.tasks(cast.grid_worker)
    assert "visit" not in street.tasks(cast.chaoming_duty)
    street.night(4)
    assert "visit" in street.tasks(cast.chaoming_duty)
    climbed = street.client.as_(cast.chaoming_duty).get("/api/module-tasks").json["items"]
    visit = next(one for one in climbed if one["task"] == "visit")
    assert (visit["has_climbed"], visit["days_overdue"] > 0) == (True, True)
    street.fill(cast.grid_worker, HOUSING, modules.body(form="visit", tenants=3), house)
    assert "visit" not in street.tasks(cast.chaoming_duty)


OWN = {"label": {"zh": "楼长", "en": "Keeper"}, "schema": {"type": "string", "maxLength": 20}, "personal": "none"}


def test_a_street_adds_a_field_and_takes_it_away_again_without_losing_a_word(street: Street, cast: Cast) -> None:
    old = street.fill(cast.grid_worker, HOUSING, modules.body(DAOMAO_WEST))["id"]
    adjustment = {"fields": {"dwelling": {"own_keeper": {**OWN, "widget": "text"}}}}
    street.switch(cast.chaoming_commander, HOUSING, CHAOMING, adjustment=adjustment)
    street.night()
    kept = street.look(cast.grid_worker, old)
    assert (kept["state"], kept["data"]["landlord"]) == ("green", "钱大同")
    said = modules.body(form="visit", tenants=3, own_keeper="老周")
    assert street.fill(cast.grid_worker, HOUSING, said, old)["data"]["own_keeper"] == "老周"
    street.switch(cast.chaoming_commander, HOUSING, CHAOMING)
    street.night()
    street.switch(cast.chaoming_commander, HOUSING, CHAOMING, adjustment=adjustment)
    street.night()
    assert street.look(cast.grid_worker, old)["data"]["own_keeper"] == "老周"


def test_a_phone_that_was_away_sends_the_form_of_the_version_before(street: Street, cast: Cast) -> None:
    second = people.person("区第二人", DISTRICT, "commander")
    drafts.published(cast.commander, second, DISTRICT)
    street.switch(cast.chaoming_commander, BENCH, CHAOMING)
    away = {**modules.body(DAOMAO_WEST, form="look", place="桥头", sound=False), "version": 1}
    renamed = "migrations:\n  - {to: 2, steps: [{do: rename, entity: bench, field: sound, becomes: whole}]}\ntests:"
    words = {
        "version: 1": "version: 2\naccepts: [1]",
        "      sound: {label": "      whole: {label",
        "field: sound": "field: whole",
        "{var: sound}": "{var: whole}",
        "sound: true": "whole: true",
        "sound: false": "whole: false",
        "tests:": renamed,
    }
    drafts.published(cast.commander, second, DISTRICT, text=drafts.text(**words))
    street.switch(cast.chaoming_commander, BENCH, CHAOMING)
    street.night(3)
    late = street.fill(cast.grid_worker, BENCH, away)
    assert (late["version"], late["state"]) == (2, "broken")
    assert (late["data"]["whole"], late["data"]["seen_on"]) == (False, "2026-03-02")
    assert database.session.query(ModuleEntity).filter_by(module="bench").count() == 1
