"""Boards: rows that are another domain's records come with them, change with them, and go with them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from backend.core.db import db as database
from backend.health.models.isolation import IsolationCase
from backend.health.queries import isolation
from backend.modules.actions import every_day, follow
from backend.modules.actions.purge import purge
from backend.modules.catalogue import reader
from backend.modules.models.entity import ModuleEntity
from backend.sites.actions import apply
from tests.builders import health, modules, people, sites
from tests.cast import CHAOMING, DAOMAO, WULIN, Cast
from tests.client import ActingClient
from tests.modules.small import SMALL, line_of

DAY = 86_400
SITES, HOME = "back_to_work", "home_isolation"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING, SITES)
    modules.on(CHAOMING, HOME)
    return made


def row_of(record_id: object) -> ModuleEntity | None:
    database.session.expire_all()
    return database.session.query(ModuleEntity).filter_by(source_id=record_id).one_or_none()


def test_a_site_is_on_the_board_and_its_stage_colours_it(cast: Cast, clock: Any) -> None:
    site_id = sites.site(cast.secretary, DAOMAO)
    assert follow.follow("site", site_id) == 1
    row = row_of(site_id)
    assert row is not None
    assert (row.label, row.state, row.area_code) == ("东河广场项目", "blue", DAOMAO)
    apply.take_step(people.actor(cast.secretary), site_id, verb="apply", reason=None)
    assert (follow.follow("site", site_id), follow.follow("site", site_id)) == (1, 0)
    clock.move(4 * DAY)
    assert every_day.catch_up() == 1
    row = row_of(site_id)
    assert row is not None
    assert row.why["zh"] == "逾期: 街道核查逾期 2 天"


def test_what_the_street_adds_stays_when_the_site_changes(client: ActingClient, cast: Cast) -> None:
    site_id = sites.site(cast.secretary, DAOMAO)
    follow.sweep()
    row = row_of(site_id)
    assert row is not None
    said = {**modules.body(form="round", measures_kept=True), "entity_id": str(row.id)}
    reply = client.as_(cast.chaoming_duty).post(f"/api/modules/{SITES}/forms", json=said)
    assert (reply.status_code, reply.json["source_id"]) == (200, str(site_id)), reply.json
    apply.edit(people.actor(cast.secretary), site_id, **sites.edit(name="东河新项目"))
    follow.follow("site", site_id)
    row = row_of(site_id)
    assert row is not None
    assert (row.label, row.data["measures_kept"], row.data["stage"]) == ("东河新项目", True, "draft")


def test_no_form_writes_over_what_the_source_says(client: ActingClient, cast: Cast) -> None:
    site_id = sites.site(cast.secretary, DAOMAO)
    follow.sweep()
    row = row_of(site_id)
    assert row is not None
    said = {**modules.body(form="round", measures_kept=True, stage="working"), "entity_id": str(row.id)}
    reply = client.as_(cast.chaoming_duty).post(f"/api/modules/{SITES}/forms", json=said)
    assert reply.json["faults"] == [{"field": "stage", "code": "module.field_not_asked", "detail": ""}]


def test_a_board_fills_when_it_is_switched_on(client: ActingClient, cast: Cast) -> None:
    site_id = sites.site(cast.wulin_commander, WULIN)
    assert follow.sweep() == 0
    body = {"is_on": True, "version": None, "adjustment": {}, "dry_run": False}
    client.as_(cast.wulin_commander).put(f"/api/modules/{SITES}/switches/{WULIN}", json=body)
    assert (follow.sweep(), follow.sweep()) == (1, 0)
    assert row_of(site_id) is not None


def test_people_at_home_have_a_number_and_no_name(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer, "fever")
    case = isolation.running(cast.volunteer.id)
    assert case is not None
    follow.follow("isolation", case.id)
    row = row_of(case.id)
    assert row is not None
    assert (row.state, row.label) == ("yellow", case.id.hex[-6:].upper())
    shown = client.as_(cast.grid_worker).get(f"/api/module-entities/{row.id}")
    assert cast.volunteer.name not in shown.get_data(as_text=True)
    clock.move(3 * DAY)
    follow.sweep()
    row = row_of(case.id)
    assert row is not None
    assert (row.state, row.data["missed"] >= 2) == ("orange", True)


def test_a_row_goes_with_its_record(cast: Cast) -> None:
    health.declared(cast.volunteer, "fever")
    case = isolation.running(cast.volunteer.id)
    assert case is not None
    case_id: UUID = case.id
    follow.sweep()
    assert row_of(case_id) is not None
    database.session.execute(delete(IsolationCase).where(IsolationCase.id == case_id))
    assert follow.sweep() == 1
    assert row_of(case_id) is None


def test_what_had_its_time_on_the_board_does_not_come_back(cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer, "fever")
    case = isolation.running(cast.volunteer.id)
    assert case is not None
    case.ended_at, case.outcome = clock.now(), "cleared"
    database.session.flush()
    follow.sweep()
    clock.move(31 * DAY)
    assert purge() == 1
    assert (follow.sweep(), row_of(case.id)) == (0, None)


#: what is replaced, by what, and words of the line where it is found
BROKEN = [
    ("from: builder}", "from: weather}", "from: weather"),
    ("integer}, personal: none, from: headcount}", "string}, personal: none, from: headcount}", "from: headcount"),
    ("  round:\n    for: site\n", "  round:\n    for: site\n    creates: true\n", "creates: true"),
    ("{field: measures_kept, as: yes_no, require_if: true}", "{field: builder, as: text}", "  round:"),
    ("read: [commander, duty_officer", "read: [volunteer, duty_officer", "read: [volunteer"),
]


@pytest.mark.parametrize(("was", "becomes", "where"), BROKEN, ids=lambda value: value[:30])
def test_what_does_not_fit_the_source_is_named_with_its_line(was: str, becomes: str, where: str) -> None:
    text = (reader.HERE / f"{SITES}.yaml").read_text(encoding="utf-8")
    assert text.count(was) == 1, was
    text = text.replace(was, becomes)
    faults, _ = reader.check(text)
    assert (line_of(text, where), "module.source") in {(one.line, one.code) for one in faults}, faults


def test_only_rows_of_a_source_come_from_one() -> None:
    faults, _ = reader.check(SMALL.replace("schema: {type: boolean}", "schema: {type: boolean}, from: name"))
    assert [fault.code for fault in faults] == ["module.source"]
