"""A module comes over the air: written, checked line by line, tried, published by a second person, gone back from."""

from typing import Any
from uuid import UUID

import orjson
import pytest

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.modules.actions import every_day
from backend.modules.actions.load import load
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleSwitch
from backend.push.models import Notice
from tests.builders import drafts, modules, people
from tests.cast import CHAOMING, DAOMAO_WEST, DISTRICT, WULIN, Cast
from tests.client import ActingClient

PATH = "/api/module-drafts"
BENCH = "/api/modules/bench"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    load(modules.shipped())
    return made


@pytest.fixture
def second(cast: Cast) -> Any:
    return people.person("潮鸣第二人", CHAOMING, "commander")


def verb(client: ActingClient, who: Any, draft_id: object, what: str, **body: Any) -> Any:
    return client.as_(who).post(f"{PATH}/{draft_id}/{what}", json=body or None).json


def switch(client: ActingClient, who: Any, area: str, **changes: Any) -> Any:
    body = {"is_on": True, "version": None, "adjustment": {}, "dry_run": False, **changes}
    return client.as_(who).put(f"{BENCH}/switches/{area}", json=body).json


def look(client: ActingClient, who: Any, area: str, version: int = 1, **data: Any) -> Any:
    said = {**modules.body(area, form="look", **data), "version": version}
    return client.as_(who).post(f"{BENCH}/forms", json=said).json


def test_a_draft_is_checked_line_by_line_and_its_tests_are_run(client: ActingClient, cast: Cast) -> None:
    said = drafts.body(CHAOMING, text=drafts.text(**{"{var: age}": "{var: years}"}))
    made = client.as_(cast.chaoming_commander).post(PATH, json=said).json
    assert [(one["line"], one["code"]) for one in made["faults"]] == [(43, "module.unknown_name")], made["faults"]
    assert made["faults"][0]["path"][:2] == ["rules", "bench"]
    assert (made["tests"], made["may"]) == ([], ["write", "withdraw"])
    mended = {"revision": 1, "text": drafts.text()}
    whole = client.as_(cast.chaoming_commander).put(f"{PATH}/{said['id']}", json=mended).json
    assert (whole["faults"], whole["module"], whole["title"]["zh"]) == ([], "bench", "长椅")
    assert [(one["title"], one["failures"]) for one in whole["tests"]] == [("sound", []), ("broken", []), ("share", [])]
    assert whole["may"] == ["write", "submit", "withdraw"]
    late = client.as_(cast.chaoming_commander).put(f"{PATH}/{said['id']}", json=mended).json
    assert late["code"] == "draft.changed"


def test_what_a_test_expects_and_does_not_get_is_said(client: ActingClient, cast: Cast) -> None:
    said = drafts.body(CHAOMING, text=drafts.text(**{'tasks: {look: "2026-03-31"}': 'tasks: {look: "2026-04-01"}'}))
    made = client.as_(cast.chaoming_commander).post(PATH, json=said).json
    assert [bool(one["failures"]) for one in made["tests"]] == [True, False, False]
    assert "2026-03-31" in made["tests"][0]["failures"][0]


def test_a_draft_may_say_its_content_and_is_read_as_a_file(client: ActingClient, cast: Cast) -> None:
    whole = client.as_(cast.chaoming_commander).post(PATH, json=drafts.body(CHAOMING)).json
    content = orjson.loads(whole["content"])
    content["limits"]["every"]["max"] = 60.5
    content["title"]["en"] = "On"
    body = {"revision": 1, "content": content}
    # As a browser sends it: its names are in their order.
    sent = {"data": orjson.dumps(body), "content_type": "application/json"}
    changed = client.as_(cast.chaoming_commander).put(f"{PATH}/{whole['id']}", **sent).json
    assert changed["faults"] == [], changed["faults"]
    assert orjson.loads(changed["content"]) == content
    assert [*orjson.loads(changed["content"])] == [*content]
    assert "zh: 长椅" in changed["text"]
    both = {"revision": 2, "content": content, "text": "id: x"}
    assert client.as_(cast.chaoming_commander).put(f"{PATH}/{whole['id']}", json=both).json["code"] == (
        "draft.one_of_both"
    )


@pytest.mark.parametrize("text", ["", "- 1", "id: [", "id: bench\nid: bench", "id: 3\ntitle: none"])
def test_what_is_no_module_yet_is_kept_with_its_faults(client: ActingClient, cast: Cast, text: str) -> None:
    made = client.as_(cast.chaoming_commander).post(PATH, json=drafts.body(CHAOMING, text=text)).json
    assert made["faults"]
    assert (made["text"], made["state"]) == (text, "draft")


def test_who_wrote_it_does_not_publish_it(client: ActingClient, cast: Cast, second: Any) -> None:
    draft_id = drafts.draft(cast.chaoming_commander, CHAOMING)
    whole = verb(client, cast.chaoming_commander, draft_id, "submit")
    assert (whole["state"], whole["may"]) == ("submitted", ["withdraw"])
    asked = {one.person_id for one in database.session.query(Notice).filter_by(subject_id=draft_id)}
    assert asked == {second.id}
    assert verb(client, cast.chaoming_commander, draft_id, "approve")["code"] == "draft.not_yourself"
    assert verb(client, cast.wulin_commander, draft_id, "approve")["code"] == "draft.not_found"
    done = verb(client, second, draft_id, "approve")
    assert (done["state"], done["version"], done["decided_by"]) == ("published", 1, "潮鸣第二人")
    assert verb(client, second, draft_id, "approve")["code"] == "draft.cannot_become"
    fact = database.session.query(Fact).filter_by(kind="module.published").one()
    assert (fact.data["module"], fact.data["submitted_by"]) == ("bench", str(cast.chaoming_commander.id))


def test_who_changed_it_last_does_not_publish_it_either(client: ActingClient, cast: Cast, second: Any) -> None:
    draft_id = drafts.draft(cast.chaoming_commander, CHAOMING)
    client.as_(second).put(f"{PATH}/{draft_id}", json={"revision": 1, "text": drafts.text()})
    verb(client, cast.chaoming_commander, draft_id, "submit")
    assert verb(client, second, draft_id, "approve")["code"] == "draft.not_yourself"
    assert verb(client, cast.commander, draft_id, "approve")["state"] == "published"


def test_a_refusal_says_why_and_it_may_be_written_anew(client: ActingClient, cast: Cast, second: Any) -> None:
    draft_id = drafts.submitted(cast.chaoming_commander, CHAOMING)
    assert client.as_(second).post(f"{PATH}/{draft_id}/refuse", json={"reason": ""}).status_code == 422
    refused = verb(client, second, draft_id, "refuse", reason="周期太短")
    assert (refused["state"], refused["reason"]) == ("refused", "周期太短")
    body = {"revision": 1, "text": drafts.text(**{"value: 30": "value: 60"})}
    changed = client.as_(cast.chaoming_commander).put(f"{PATH}/{draft_id}", json=body).json
    assert (changed["state"], changed["reason"]) == ("draft", "周期太短")


def test_where_nobody_else_may_decide_nothing_is_submitted(client: ActingClient, cast: Cast) -> None:
    draft_id = drafts.draft(cast.commander, DISTRICT)
    assert verb(client, cast.commander, draft_id, "submit")["code"] == "draft.nobody_may_decide"


def test_a_draft_with_faults_is_not_submitted(client: ActingClient, cast: Cast, second: Any) -> None:
    draft_id = drafts.draft(cast.chaoming_commander, CHAOMING, text="id: bench")
    assert verb(client, cast.chaoming_commander, draft_id, "submit")["code"] == "draft.unfit"
    assert verb(client, cast.chaoming_commander, draft_id, "trial")["code"] == "draft.unfit"


def test_drafts_are_of_their_own_places(client: ActingClient, cast: Cast) -> None:
    draft_id = drafts.draft(cast.chaoming_commander, CHAOMING)
    assert client.as_(cast.wulin_commander).get(PATH).json["items"] == []
    assert [one["id"] for one in client.as_(cast.commander).get(PATH).json["items"]] == [str(draft_id)]
    assert client.as_(cast.grid_worker).get(PATH).json["code"] == "actor.forbidden"
    begun = client.as_(cast.chaoming_commander).post(PATH, json=drafts.body(WULIN))
    assert begun.json["code"] == "area.not_found"


def test_a_streets_module_is_there_for_the_street_alone(client: ActingClient, cast: Cast, second: Any) -> None:
    drafts.published(cast.chaoming_commander, second, CHAOMING)
    switch(client, cast.chaoming_commander, CHAOMING)
    assert look(client, cast.grid_worker, DAOMAO_WEST, place="桥头", sound=True)["state"] == "good"
    ids = {one["id"] for one in client.as_(cast.wulin_commander).get("/api/modules").json["items"]}
    assert "bench" not in ids
    assert client.as_(cast.wulin_commander).get(BENCH).json["code"] == "module.not_found"
    assert switch(client, cast.wulin_commander, WULIN)["code"] == "module.not_found"


def test_somebody_elses_module_is_not_written_over(client: ActingClient, cast: Cast, second: Any) -> None:
    taken = drafts.draft(cast.chaoming_commander, CHAOMING, text=drafts.text(**{"id: bench": "id: parking"}))
    faults = client.as_(second).get(f"{PATH}/{taken}").json["faults"]
    assert [one["code"] for one in faults] == ["module.not_your_module"]
    drafts.published(cast.chaoming_commander, second, CHAOMING)
    again = drafts.draft(cast.chaoming_commander, CHAOMING)
    faults = client.as_(second).get(f"{PATH}/{again}").json["faults"]
    assert [(one["code"], one["path"]) for one in faults] == [("module.version", ["version"])]


RENAMED = "{do: rename, entity: bench, field: sound, becomes: whole}"
NEXT = {
    "version: 1": "version: 2\naccepts: [1]",
    "sound: {label: {zh: 完好, en: Sound}": "whole: {label: {zh: 没坏, en: Whole}",
    "field: sound": "field: whole",
    "show_if: {var: sound}": "show_if: {var: whole}",
    "[{var: sound}, false]": "[{var: whole}, false]",
    "where: {var: sound}": "where: {var: whole}",
    "sound: true": "whole: true",
    "sound: false": "whole: false",
    "tests:": f"migrations:\n  - {{to: 2, steps: [{RENAMED}]}}\ntests:",
}


def second_version(client: ActingClient, cast: Cast, second: Any) -> UUID:
    drafts.published(cast.chaoming_commander, second, CHAOMING)
    switch(client, cast.chaoming_commander, CHAOMING)
    made = look(client, cast.grid_worker, DAOMAO_WEST, place="桥头", sound=False)
    assert made["state"] == "broken", made
    return drafts.draft(cast.chaoming_commander, CHAOMING, text=drafts.text(**NEXT))


def test_a_new_version_is_tried_on_the_rows_and_read_as_a_difference(
    client: ActingClient, cast: Cast, second: Any
) -> None:
    draft_id = second_version(client, cast, second)
    whole = client.as_(second).get(f"{PATH}/{draft_id}").json
    assert whole["faults"] == [], whole["faults"]
    said = {(one["sign"], one["zh"]) for one in whole["difference"]}
    assert ("~", "版本") in said
    assert ("+", "对象 › 长椅 › 字段 › 没坏 › 名称 › 中文") in said, said
    report = verb(client, cast.chaoming_commander, draft_id, "trial")
    assert (report["rows"], report["migrated_rows"], report["unfit_rows"]) == (1, 1, 0)
    assert report["migrated"][0]["fields"] == {"whole": [None, False]}
    row = database.session.query(ModuleEntity).one()
    assert row.data["sound"] is False


def test_a_version_without_a_migration_says_which_rows_it_does_not_fit(
    client: ActingClient, cast: Cast, second: Any
) -> None:
    second_version(client, cast, second)
    forgot = {**NEXT, "tests:": "tests:"}
    draft_id = drafts.draft(cast.chaoming_commander, CHAOMING, text=drafts.text(**forgot))
    report = verb(client, cast.chaoming_commander, draft_id, "trial")
    assert report["unfit_rows"] == 1
    assert report["unfit"][0]["fields"] == {"sound": "unknown field"}
    assert [(one["was"], one["state"], one["examples"][0]["label"]) for one in report["changes"]] == [
        ("broken", "good", "桥头")
    ]


def test_a_street_takes_a_version_and_goes_back_without_losing_a_word(
    client: ActingClient, cast: Cast, second: Any
) -> None:
    draft_id = second_version(client, cast, second)
    verb(client, cast.chaoming_commander, draft_id, "submit")
    verb(client, second, draft_id, "approve")
    assert database.session.query(ModuleSwitch).one().version == 1
    switch(client, cast.chaoming_commander, CHAOMING)
    every_day.catch_up()
    row = database.session.query(ModuleEntity).one()
    assert (row.version, row.data["whole"], row.state) == (2, False, "broken")
    old = look(client, cast.grid_worker, DAOMAO_WEST, place="桥尾", sound=True)
    assert (old["version"], old["data"]["whole"]) == (2, True)
    back = switch(client, cast.chaoming_commander, CHAOMING, version=1, dry_run=True)
    assert (back["rows"], back["unfit_rows"], back["migrated_rows"]) == (2, 0, 2)
    switch(client, cast.chaoming_commander, CHAOMING, version=1)
    every_day.catch_up()
    database.session.expire_all()
    assert {one.data["sound"] for one in database.session.query(ModuleEntity)} == {True, False}
    # A phone that still has the newer form in hand is heard as well.
    late = look(client, cast.grid_worker, DAOMAO_WEST, version=2, place="桥中", whole=False)
    assert (late["version"], late["data"]["sound"], late["state"]) == (1, False, "broken")
    shown = client.as_(cast.chaoming_commander).get(f"{BENCH}/versions?area={CHAOMING}").json["items"]
    assert [(one["version"], one["is_in_force"]) for one in shown] == [(2, False), (1, True)]
    assert (shown[0]["published_by"], shown[0]["approved_by"]) == ("沈岚", "潮鸣第二人")
    assert shown[0]["difference"]


def test_a_copy_of_what_is_there_is_the_next_version(client: ActingClient, cast: Cast, second: Any) -> None:
    drafts.published(cast.chaoming_commander, second, CHAOMING)
    body = {"id": drafts.body(CHAOMING)["id"], "area_code": CHAOMING, "module": "bench"}
    made = client.as_(cast.chaoming_commander).post(f"{PATH}/copy", json=body).json
    assert made["faults"] == [], made["faults"]
    assert [one["zh"] for one in made["difference"]] == ["仍接受的旧版本", "版本"]


OWN = {"label": {"zh": "楼长", "en": "Keeper"}, "schema": {"type": "string", "maxLength": 20}, "personal": "none"}


def test_what_the_district_and_the_street_change_is_laid_over_each_other(client: ActingClient, cast: Cast) -> None:
    drafts.published(cast.commander, people.person("区第二人", DISTRICT, "commander"), DISTRICT)
    keeper, colour = {**OWN, "widget": "text"}, {**OWN, "widget": "text", "label": {"zh": "颜色", "en": "Colour"}}
    above = {"limits": {"every": 60}, "fields": {"bench": {"own_keeper": keeper}}}
    assert switch(client, cast.commander, DISTRICT, adjustment=above).get("code") is None
    below = {"fields": {"bench": {"own_colour": colour}}}
    report = switch(client, cast.chaoming_commander, CHAOMING, adjustment=below)
    assert [one["zh"] for one in report["changes_of_place"] if one["path"].startswith("limits")] == [
        "参数 › 周期 › 取值"
    ]
    whole = client.as_(cast.chaoming_commander).get(BENCH).json
    fields = whole["content"]["entities"]["bench"]["fields"]
    assert {"own_keeper", "own_colour"} <= fields.keys()
    assert (whole["content"]["limits"]["every"]["value"], whole["own"]) == (60, below)
    taken = switch(client, cast.chaoming_commander, CHAOMING, adjustment={"fields": {"bench": {"own_keeper": colour}}})
    assert taken["faults"] == [{"where": "fields.bench.own_keeper", "code": "module.own_taken"}]


def test_a_new_version_says_what_of_a_streets_changes_does_not_fit(client: ActingClient, cast: Cast) -> None:
    second = people.person("区第二人", DISTRICT, "commander")
    drafts.published(cast.commander, second, DISTRICT)
    switch(client, cast.chaoming_commander, CHAOMING, adjustment={"limits": {"every": 80}})
    tighter = drafts.text(**{"version: 1": "version: 2", "max: 90": "max: 60"})
    drafts.published(cast.commander, second, DISTRICT, text=tighter)
    [row] = client.as_(cast.commander).get(f"{BENCH}/switches").json["items"]
    assert (row["version"], row["area_name_zh"]) == (1, row["area_name_zh"])
    assert row["conflicts"] == [{"where": "limits.every", "code": "module.limit_out_of_bounds"}]
    assert [one["now"] for one in row["changes"]] == ["80"]
    assert client.as_(cast.wulin_commander).get(f"{BENCH}/switches").json["items"] == []
