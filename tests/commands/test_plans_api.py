"""Editing plans over HTTP: who may, what becomes a version, and what an order is issued from."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.queries import plans
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from tests import cast as places
from tests.builders import orders, people
from tests.cast import Cast
from tests.client import ActingClient

NEW_TEXT = "道路塌陷，马上撤离"


def content(**changes: Any) -> dict[str, Any]:
    return {**plans.one("road_collapse").content, **changes}


def reworded(headline: str = NEW_TEXT) -> dict[str, Any]:
    whole = content()
    whole["texts"]["zh"]["headline"] = headline
    return whole


@pytest.fixture
def editor(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.commander)


def save(as_: ActingClient, whole: dict[str, Any], *, based_on: int = 1, note: str | None = None, **more: Any) -> Any:
    body = {"content": whole, "based_on": based_on, "note": note}
    return as_.put(f"/api/plans/{whole['code']}", json=body, **more)


def told(db: SQLAlchemy) -> list[tuple[str, dict[str, Any]]]:
    query = select(Fact.kind, Fact.data).where(Fact.subject_type == "plan", Fact.subject_id == "road_collapse")
    return [tuple(row) for row in db.session.execute(query.order_by(Fact.seq))]  # type: ignore[misc]  # two columns


def test_a_saved_plan_is_another_version_with_its_editor_and_a_note(
    editor: ActingClient, cast: Cast, db: SQLAlchemy
) -> None:
    saved = save(editor, reworded(), note="更短")
    assert saved.status_code == 200, saved.json
    plan = saved.json
    assert (plan["version"], plan["source"], plan["edited_by"]["name"]) == (2, "editor", cast.commander.name)
    assert plan["texts"]["zh"]["headline"] == NEW_TEXT
    assert editor.get("/api/plans/road_collapse").json == plan
    versions = editor.get("/api/plans/road_collapse/versions").json["items"]
    assert [(one["version"], one["source"], one["note"], one["in_force"]) for one in versions] == [
        (2, "editor", "更短", True),
        (1, "catalogue", None, False),
    ]
    assert told(db)[1:] == [("plan.edited", {"version": 2, "based_on": 1})]


def test_a_version_is_kept_word_for_word_and_its_differences_are_named(editor: ActingClient, cast: Cast) -> None:
    before = content()
    save(editor, reworded())
    assert editor.get("/api/plans/road_collapse/versions/1").json["content"] == before
    assert editor.get("/api/plans/road_collapse/versions/2").json["content"] == reworded()
    diff = editor.get("/api/plans/road_collapse/versions/2/diff?against=1").json
    [change] = diff["changes"]
    assert change["path"] == "texts.zh.headline"
    assert (change["before"], change["after"]) == ("道路塌陷，立即撤离", NEW_TEXT)
    assert {piece["kind"] for piece in change["pieces"]} == {"same", "added", "removed"}
    assert editor.get("/api/plans/road_collapse/versions/2/diff").json == diff
    assert editor.get("/api/plans/road_collapse/versions/1/diff?against=1").json["changes"] == []
    whole = editor.get("/api/plans/road_collapse/versions/1/diff").json
    assert {change["before"] for change in whole["changes"]} == {None}


@pytest.mark.parametrize("path", ["versions/9", "versions/9/diff", "versions/1/diff?against=9", f"versions/{10**30}"])
def test_a_version_that_is_none_is_not_found(editor: ActingClient, cast: Cast, path: str) -> None:
    assert 404 <= editor.get(f"/api/plans/road_collapse/{path}").status_code <= 422
    assert editor.get(f"/api/plans/no_plan/{path}").status_code < 500
    assert editor.get("/api/plans/no_plan/versions").json["code"] == "plan.not_found"


def test_who_saves_on_top_of_what_somebody_else_saved_is_told_so(
    client: ActingClient, editor: ActingClient, cast: Cast, system_admin: Person
) -> None:
    assert save(editor, reworded()).status_code == 200
    late = save(client.as_(system_admin), reworded("道路塌陷，请撤离"))
    assert (late.status_code, late.json["code"], late.json["version"]) == (409, "plan.changed", 2)
    on_top = save(client.as_(system_admin), reworded("道路塌陷，请撤离"), based_on=2)
    assert (on_top.json["version"], on_top.json["edited_by"]["name"]) == (3, system_admin.name)


def test_the_same_content_makes_no_version(editor: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    assert save(editor, content()).json["version"] == 1
    assert save(editor, reworded(), key=(key := uuid7())).json["version"] == 2
    assert save(editor, reworded(), key=key).json["version"] == 2
    assert len(told(db)) == 2


def test_an_order_is_issued_from_what_was_saved_and_older_ones_keep_their_words(
    editor: ActingClient, cast: Cast
) -> None:
    old = editor.post("/api/orders", json=orders.body(places.DAOMAO)).json
    save(editor, reworded())
    stale = editor.post("/api/orders", json=orders.body(places.DAOMAO))
    assert stale.json["code"] == "plan.changed"
    new = editor.post("/api/orders", json=orders.body(places.DAOMAO, plan_version=2)).json
    assert new["texts"]["zh"]["headline"] == NEW_TEXT
    assert editor.get(f"/api/orders/{old['id']}").json["texts"] == old["texts"]


def test_a_new_plan_is_in_force_at_once_and_its_code_is_its_own(editor: ActingClient, cast: Cast) -> None:
    made = editor.post("/api/plans", json={"content": content(code="sinkhole"), "note": "新"})
    assert (made.status_code, made.json["version"], made.json["source"]) == (201, 1, "editor"), made.json
    assert "sinkhole" in [plan["code"] for plan in editor.get("/api/plans").json["items"]]
    again = editor.post("/api/plans", json={"content": content(code="sinkhole")})
    assert (again.status_code, again.json["code"]) == (409, "plan.code_taken")


def test_a_plan_with_a_fault_is_refused_with_each_fault_named(editor: ActingClient, cast: Cast) -> None:
    refused = save(editor, reworded("{place}塌陷{depth}"))
    assert (refused.status_code, refused.json["code"]) == (422, "plan.unfit")
    assert {(fault["path"], fault["code"]) for fault in refused.json["faults"]} == {
        ("texts.zh.headline", "slot_unknown"),
        ("texts.zh.headline", "headline_too_wide"),
    }
    checked = editor.post("/api/plans/check", json={"content": reworded("{place}塌陷{depth}")})
    assert checked.json["faults"] == refused.json["faults"]
    renamed = editor.put("/api/plans/fire", json={"content": content(), "based_on": 1})
    assert [fault["code"] for fault in renamed.json["faults"]] == ["another_code"]
    assert editor.get("/api/plans/road_collapse").json["version"] == 1


def test_a_withdrawn_plan_is_offered_to_nobody_until_it_is_restored(
    editor: ActingClient, client: ActingClient, cast: Cast, db: SQLAlchemy
) -> None:
    withdrawn = editor.post("/api/plans/road_collapse/withdraw", json={"reason": "改用新预案"}).json
    assert (withdrawn["withdrawn_reason"], withdrawn["withdrawn_by"]["name"]) == ("改用新预案", cast.commander.name)
    offered = [plan["code"] for plan in editor.get("/api/plans").json["items"]]
    assert "road_collapse" not in offered
    assert [plan["code"] for plan in editor.get("/api/plans?withdrawn=true").json["items"]] == ["road_collapse"]
    assert client.as_(cast.chaoming_commander).get("/api/plans?withdrawn=true").status_code == 403
    refused = editor.post("/api/orders", json=orders.body(places.DAOMAO))
    assert (refused.status_code, refused.json["code"]) == (404, "plan.not_found")
    again = editor.post("/api/plans/road_collapse/withdraw", json={"reason": "x"})
    assert (again.status_code, again.json["code"]) == (409, "plan.withdrawn")
    restored = editor.post("/api/plans/road_collapse/restore").json
    assert (restored["withdrawn_at"], restored["withdrawn_reason"]) == (None, None)
    assert editor.post("/api/plans/road_collapse/restore").json["code"] == "plan.not_withdrawn"
    assert editor.post("/api/orders", json=orders.body(places.DAOMAO)).status_code == 201
    assert [kind for kind, _ in told(db)] == ["plan.loaded", "plan.withdrawn", "plan.restored"]


def test_an_older_version_is_put_in_force_as_a_new_one(editor: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    original = content()
    save(editor, reworded())
    stale = editor.post("/api/plans/road_collapse/versions/1/put-in-force", json={"based_on": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "plan.changed")
    back = editor.post("/api/plans/road_collapse/versions/1/put-in-force", json={"based_on": 2, "note": "还是原来的好"})
    assert (back.json["version"], back.json["source"]) == (3, "editor")
    assert plans.one("road_collapse").content == original
    assert told(db)[-1] == ("plan.edited", {"version": 3, "based_on": 2, "equals": 1})
    missing = editor.post("/api/plans/road_collapse/versions/9/put-in-force", json={"based_on": 3})
    assert missing.json["code"] == "plan.version_not_found"


@pytest.fixture
def system_admin(cast: Cast) -> Person:
    return people.person("罗程", places.DISTRICT, "system_admin")


WRITES = [
    ("POST", "", {"content": {}}),
    ("PUT", "/road_collapse", {"content": {}, "based_on": 1}),
    ("POST", "/road_collapse/withdraw", {"reason": "x"}),
    ("POST", "/road_collapse/restore", None),
    ("POST", "/road_collapse/versions/1/put-in-force", {"based_on": 1}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_only_the_district_s_commanders_and_system_admins_change_plans(
    client: ActingClient, cast: Cast, system_admin: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    street_admin = people.person("街系统", places.CHAOMING, "system_admin")
    sent = {**body, "content": reworded()} if body and "content" in body else body
    for who, code in (
        (cast.chaoming_commander, "plan.district_only"),
        (street_admin, "plan.district_only"),
        (cast.chaoming_duty, "actor.forbidden"),
        (cast.security_admin, "actor.forbidden"),
        (cast.grid_worker, "actor.forbidden"),
    ):
        refused = client.as_(who).open(method, f"/api/plans{path}", json=sent)
        assert (refused.status_code, refused.json["code"]) == (403, code), who.name
    answered = client.as_(system_admin).open(method, f"/api/plans{path}", json=sent)
    assert answered.status_code != 403, answered.json


def test_everybody_who_watches_reads_the_versions(client: ActingClient, cast: Cast) -> None:
    for who in (cast.chaoming_duty, cast.chaoming_commander, cast.wulin_commander):
        assert client.as_(who).get("/api/plans/road_collapse/versions/1").status_code == 200
    assert client.as_(cast.grid_worker).get("/api/plans/road_collapse/versions").status_code == 403
