"""A module written from the guide alone: taken in over the air, filled in on a phone, coloured, due, counted."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.modules.actions import every_day
from backend.modules.actions.load import load
from backend.modules.catalogue import reader
from backend.modules.models.entity import ModuleEntity
from backend.push.models import Notice
from conformance.jsonlogic import client as phone
from tests.builders import modules, people
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient

HERE = Path(__file__).parent / "outsider"
FIRST, NEXT = ((HERE / name).read_text(encoding="utf-8") for name in ("ebike_charging.yaml", "next.yaml"))
PATH = "/api/modules/ebike_charging"
DRAFTS = "/api/module-drafts"
GUIDE = Path(__file__).parents[2] / "docs/guide/writing-a-module.md"
DAY = 86_400


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    load(modules.shipped())
    return made


@pytest.fixture
def second(cast: Cast) -> Person:
    return people.person("潮鸣第二人", CHAOMING, "commander")


def taken_in(client: ActingClient, cast: Cast, second: Person, text: str, *, version: int) -> Any:
    """As the guide has it: a file becomes a draft, somebody else publishes it, the street switches it on."""
    body = {"id": str(uuid7()), "area_code": CHAOMING, "text": text}
    draft = client.as_(cast.chaoming_commander).post(DRAFTS, json=body).json
    assert draft["faults"] == [], draft["faults"]
    assert [one["title"] for one in draft["tests"] if one["failures"]] == []
    trial = client.as_(cast.chaoming_commander).post(f"{DRAFTS}/{body['id']}/trial").json
    client.as_(cast.chaoming_commander).post(f"{DRAFTS}/{body['id']}/submit")
    done = client.as_(second).post(f"{DRAFTS}/{body['id']}/approve").json
    assert (done["state"], done["version"]) == ("published", version), done
    switch = {"is_on": True, "version": None, "adjustment": {}, "dry_run": False}
    put = client.as_(cast.chaoming_commander).put(f"{PATH}/switches/{CHAOMING}", json=switch)
    assert put.status_code == 200, put.json
    return trial


def fill(
    client: ActingClient,
    who: Person,
    form: str,
    entity_id: str,
    *,
    area: str | None = None,
    version: int = 1,
    **data: Any,
) -> Any:
    tap = {"device_at": core_clock.now().isoformat(), "clock_offset_ms": 0}
    where = {"entity_id": entity_id, "area_code": area}
    body = {"id": str(uuid7()), **where, "form": form, "version": version, "data": data, **tap}
    reply = client.as_(who).post(f"{PATH}/forms", json=body)
    assert reply.status_code == 200, reply.json
    return reply.json


def due(whole: Any) -> dict[str, str]:
    return {task["task"]: task["due_on"] for task in whole["tasks"]}


def readings(client: ActingClient, who: Person) -> dict[str, Any]:
    found = client.as_(who).get(f"{PATH}/indicators").json["readings"]
    return {one["id"]: one["value"] for one in found}


@pytest.mark.parametrize("text", [FIRST, NEXT], ids=["first", "next"])
def test_it_is_fit_and_a_phone_says_the_same_of_it(text: str) -> None:
    faults, module = reader.check(text)
    assert faults == []
    assert module is not None
    assert phone.difference([], [module]) == ""


def test_the_modules_that_the_guide_shows_are_fit() -> None:
    shown = [block.split("```", 1)[0] for block in GUIDE.read_text(encoding="utf-8").split("```yaml\n")[1:]]
    whole = [block for block in shown if block.startswith("id: ")]
    assert whole
    for text in whole:
        assert reader.check(text)[0] == []


#: what a stranger wrote first, and what the checker says that belongs there
SHAPES = [
    ("- {id: handed_over, zh:", "- {zh:", "'id' is a required property; it takes id, zh, en"),
    ("states: [danger]", "state: danger", "'states' is a required property; it takes id, for, states, to, say"),
    ('en: "Days taken, median"', "en: Days taken, median", "a text with a comma needs quotes between { }"),
    (", items: [{field: day, as: date}, {field: answer, as: choice}]", "", "items: [{field: …, as: …}]"),
]


@pytest.mark.parametrize(("was", "becomes", "said"), SHAPES, ids=lambda value: value[:20])
def test_a_shape_that_is_wrong_is_said_with_what_belongs_there(was: str, becomes: str, said: str) -> None:
    assert FIRST.count(was) == 1
    faults, _ = reader.check(FIRST.replace(was, becomes))
    assert any(said in fault.what for fault in faults), faults


def test_a_rule_is_not_tried_by_another_kinds_rule_of_the_same_name() -> None:
    same = FIRST.replace("id: poor", "id: overdue").replace("rule: poor", "rule: overdue")
    assert reader.check(same)[0] == []
    first, *tests = same.split("  - title:")
    left = [one for one in tests if not ("rule: overdue" in one and "for: point" in one)]
    faults, _ = reader.check("  - title:".join([first, *left]))
    assert [fault.what for fault in faults] == ["no test is about the rule point.overdue"]


def test_a_wire_is_found_talked_about_grows_red_is_put_right_and_counted(
    client: ActingClient, cast: Cast, second: Person, clock: Any
) -> None:
    taken_in(client, cast, second, FIRST, version=1)
    wire = str(uuid7())
    found = fill(client, cast.grid_worker, "find", wire, area=DAOMAO_WEST, house="5幢2单元", kind="wire", holder="王一")
    assert (found["state"], found["why"]["zh"]) == ("open", "待整改: 飞线，限 7 天")
    assert due(found) == {"put_right": "2026-03-09"}
    held = client.as_(cast.grid_worker).get(f"{PATH}/held").json
    assert [(one["id"], one["state"]) for one in held["items"]] == [(wire, "open")]
    listed = client.as_(cast.grid_worker).get(f"{PATH}/entities").json["items"]
    assert [one["label"] for one in listed] == ["5幢2单元"]
    analyst = people.person("研判员", CHAOMING, "analyst")
    assert "王一" not in client.as_(analyst).get(f"/api/module-entities/{wire}").get_data(as_text=True)

    # Nobody does anything about it for nine days.
    clock.move(9 * DAY)
    every_day.catch_up()
    whole = client.as_(cast.grid_worker).get(f"/api/module-entities/{wire}").json
    assert (whole["state"], whole["why"]["en"]) == ("overdue", "Overdue: 2 days late")
    told = database.session.query(Notice).filter_by(subject_id=UUID(wire)).one()
    assert (told.person_id, told.texts["zh"]["body"]) == (cast.chaoming_duty.id, "5幢2单元：逾期 2 天")
    assert readings(client, cast.chaoming_commander)["hazards_open"] == 1

    photo = ["a" * 64]
    done = fill(client, cast.grid_worker, "close", wire, after=photo)
    assert (done["state"], done["why"]["zh"], done["tasks"]) == ("closed", "已整改: 2026-03-11 整改", [])
    figures = readings(client, cast.chaoming_commander)
    assert (figures["hazards_open"], figures["days_taken"]) == (0, 9)

    # The duty officer finds the wire back, and a worker may not say so.
    again = fill(client, cast.chaoming_duty, "reopen", wire, before=photo)
    assert (again["state"], due(again)) == ("open", {"put_right": "2026-03-18"})
    assert "reopen" not in client.as_(cast.grid_worker).get(f"/api/module-entities/{wire}").json["may_fill"]


def test_a_charging_point_is_inspected_closed_and_safe_again(client: ActingClient, cast: Cast, second: Person) -> None:
    taken_in(client, cast, second, FIRST, version=1)
    point = str(uuid7())
    here = {"lng_wgs84": 120.17, "lat_wgs84": 30.27}
    made = fill(client, cast.grid_worker, "register", point, area=DAOMAO_WEST, name="3幢东侧", sockets=20, spot=here)
    assert (made["state"], due(made)) == ("unseen", {"inspect": "2026-04-01"})
    dots = client.as_(cast.grid_worker).get(f"{PATH}/points").json["items"]
    assert [(one["id"], one["state"]) for one in dots] == [(point, "unseen")]
    seen = {"sockets": 20, "dead_sockets": 0, "extinguisher": True}
    bad = fill(client, cast.grid_worker, "inspect", point, **seen, lane_free=False, picture=["a" * 64])
    assert (bad["state"], bad["why"]["zh"]) == ("danger", "停用整改: 消防通道堵塞")
    assert due(bad) == {"inspect": "2026-04-01", "make_safe": "2026-03-03"}
    assert readings(client, cast.chaoming_commander)["points_safe"] == 0
    good = fill(client, cast.grid_worker, "inspect", point, **seen, lane_free=True)
    assert (good["state"], due(good)) == ("safe", {"inspect": "2026-04-01"})
    assert readings(client, cast.chaoming_commander)["points_safe"] == 100


def test_its_next_version_takes_the_rows_along_and_old_phones_too(
    client: ActingClient, cast: Cast, second: Person
) -> None:
    taken_in(client, cast, second, FIRST, version=1)
    hazard = str(uuid7())
    fill(client, cast.grid_worker, "find", hazard, area=DAOMAO_WEST, house="5幢2单元", kind="battery")
    trial = taken_in(client, cast, second, NEXT, version=2)
    assert (trial["rows"], trial["migrated_rows"], trial["unfit_rows"]) == (1, 1, 0)
    every_day.catch_up()
    row = database.session.query(ModuleEntity).one()
    assert (row.version, row.label, row.data["kind"], row.state) == (2, "5幢2单元", "indoor", "grave")
    late = fill(client, cast.grid_worker, "find", str(uuid7()), area=DAOMAO_WEST, house="6幢1单元", kind="battery")
    assert (late["version"], late["data"]["stairway"], late["data"]["kind"]) == (2, "6幢1单元", "indoor")
