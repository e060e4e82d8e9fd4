"""Construction sites over HTTP: who may do what, how workers are cleared, and what is destroyed."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.health.actions.purge import purge
from backend.identity.models import Person
from backend.push.models import Notice
from backend.sites.actions.recheck import recheck
from backend.sites.models.site import Site, SiteWorker
from tests.builders import health, people, sites
from tests.cast import CHAOMING, DAOMAO, WULIN, Cast
from tests.client import ActingClient
from tests.health.test_purge import whole_database

DAY = 86_400


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return people.person("钱工", CHAOMING, "handler")


def approved(keeper: Person) -> str:
    """The path of a site that is approved."""
    site_id = sites.site(keeper, DAOMAO)
    database.session.get_one(Site, site_id).state = "approved"
    database.session.flush()
    return f"/api/sites/{site_id}"


def test_each_step_belongs_to_somebody(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path = f"/api/sites/{sites.site(keeper, DAOMAO, measures=['masks'])}"

    def step(who: Person, verb: str, **more: Any) -> Any:
        return client.as_(who).post(f"{path}/steps", json={"verb": verb, **more}).json.get("code", "ok")

    assert step(keeper, "apply") == "site.measures"
    assert client.as_(keeper).put(path, json=sites.edit()).json["phone"] == "199****8001"
    assert step(keeper, "check") == "site.cannot_become"
    assert step(keeper, "apply") == "ok"
    assert client.as_(keeper).put(path, json=sites.edit()).json["code"] == "site.cannot_become"
    assert [step(who, "check") for who in (keeper, cast.secretary)] == ["site.not_yours", "site.not_yours"]
    assert step(cast.wulin_commander, "check") == "site.not_found"
    assert step(cast.chaoming_duty, "return") == "site.reason"
    assert step(cast.commander, "check") == "ok"
    assert step(cast.chaoming_commander, "approve") == "site.not_yours"
    assert step(cast.commander, "approve") == "site.same_person"
    other = people.person("房管", "330103", "duty_officer")
    assert step(other, "refuse", reason="资料不全") == "ok"
    assert step(keeper, "apply") == "ok"


def test_a_worker_is_cleared_by_his_own_green_code_for_a_week(
    client: ActingClient, cast: Cast, keeper: Person, clock: Any
) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    health.declared(cast.volunteer)
    code = health.code(cast.volunteer).shown()["text"]
    unknown, known = sites.worker(), sites.worker(name=cast.volunteer.name, phone=cast.volunteer.phone)
    for one in (unknown, known):
        assert hand.post(f"{path}/workers", json=one).json["state"] == "listed"
    again = hand.post(f"{path}/workers", json={**known, "id": sites.worker()["id"]})
    assert again.json["code"] == "site.worker_listed"
    bad = hand.post(f"{path}/workers/{known['id']}/clear", json={"code": "PC1:NO"}).json
    assert (bad["state"], bad["why"]) == ("refused", "format")
    good = hand.post(f"{path}/workers/{known['id']}/clear", json={"code": code}).json
    assert (good["state"], good["colour"], good["source"]) == ("cleared", "green", "code")
    copied = hand.post(f"{path}/workers/{unknown['id']}/clear", json={"code": code}).json
    assert (copied["state"], copied["why"]) == ("refused", "not_his")
    listed = hand.post(f"{path}/workers/clear", json={"workers": [unknown["id"]]}).json["workers"]
    assert (listed["cleared"], listed["refused"]) == (1, 1)
    nobody = hand.get(f"{path}/workers?state=refused").json["items"]
    assert [one["why"] for one in nobody] == ["nobody"]
    clock.move(8 * DAY)
    assert client.as_(keeper).get(path).json["workers"]["expired"] == 1


def test_somebody_elses_code_clears_nobody_whom_the_district_knows(
    client: ActingClient, cast: Cast, keeper: Person
) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    health.declared(cast.volunteer)
    one = sites.worker(name=cast.grid_worker.name, phone=cast.grid_worker.phone)
    hand.post(f"{path}/workers", json=one)
    code = health.code(cast.volunteer).shown()["text"]
    assert hand.post(f"{path}/workers/{one['id']}/clear", json={"code": code}).json["why"] == "not_his"


def test_a_list_with_a_fault_is_not_taken_in_at_all(client: ActingClient, keeper: Person) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    text = "姓名,手机号\n赵大力,19900008100\n,19900008101\n孙二,abc\n".encode()
    said = hand.post(f"{path}/workers/import?dry_run=false", data=text).json
    assert [(one["line"], one["code"]) for one in said["errors"]] == [
        (3, "site.worker_name"), (4, "site.worker_phone"),
    ]  # fmt: skip
    assert (said["taken"], hand.get(f"{path}/workers").json["items"]) == (0, [])
    lacking = hand.post(f"{path}/workers/import", data="甲,乙\n1,2\n".encode())
    assert lacking.json["code"] == "site.list_columns"


def test_a_day_is_written_once_it_has_begun(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    assert hand.post(f"{path}/days", json=sites.day("2026-03-02")).json["code"] == "site.cannot_become"
    database.session.get_one(Site, path.rsplit("/", 1)[1]).state = "working"
    database.session.flush()
    assert hand.post(f"{path}/days", json=sites.day("2026-03-03")).json["code"] == "site.no_day"
    feverish = hand.post(f"{path}/days", json=sites.day("2026-03-02", present=1, abnormal=2))
    assert feverish.json["code"] == "site.too_many_abnormal"


def test_who_has_to_call_sees_the_number_and_nobody_else(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path = approved(keeper)
    seen = [client.as_(who).get(path).json["phone"] for who in (cast.chaoming_duty, keeper)]
    assert seen == ["19900008001", "199****8001"]
    assert client.as_(cast.chaoming_duty).get("/api/sites").json["items"][0]["phone"] == "199****8001"


def test_counts_are_of_rows_and_of_ones_own_places(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path = approved(keeper)
    client.as_(keeper).post(f"{path}/workers", json=sites.worker())
    counts = client.as_(cast.commander).get(f"/api/sites/counts?area={CHAOMING}").json
    assert (counts["sites"], counts["states"]["approved"], counts["workers"]["listed"]) == (1, 1, 1)
    assert client.as_(cast.wulin_commander).get("/api/sites/counts").json["sites"] == 0
    assert client.as_(cast.wulin_commander).get(f"/api/sites?area={CHAOMING}").status_code == 404
    rows = client.as_(cast.commander).get("/api/sites?state=approved").json["items"]
    assert [(row["name"], row["workers"]["total"]) for row in rows] == [("东河广场项目", 1)]
    assert client.as_(cast.commander).get(f"/api/sites?area={WULIN}").json["items"] == []


def test_whose_colour_turns_is_cleared_no_more_and_the_keeper_hears_of_it(
    client: ActingClient, cast: Cast, keeper: Person, clock: Any
) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    for one in (cast.volunteer, cast.grid_worker):
        health.declared(one)
        hand.post(f"{path}/workers", json=sites.worker(name=one.name, phone=one.phone))
    assert hand.post(f"{path}/workers/clear", json={}).json["workers"]["cleared"] == 2
    assert recheck() == 0
    clock.move(DAY / 2)
    health.declared(cast.volunteer, "fever")
    assert (recheck(), recheck()) == (1, 0)
    standing = client.as_(keeper).get(path).json["workers"]
    assert (standing["cleared"], standing["refused"]) == (1, 1)
    refused = client.as_(keeper).get(f"{path}/workers?state=refused").json["items"]
    assert [(one["colour"], one["why"], one["cleared_until"]) for one in refused] == [("yellow", "yellow", None)]
    told = database.session.scalars(select(Notice).where(Notice.kind == "site.turned")).one()
    assert (told.person_id, told.navigate) == (keeper.id, path.removeprefix("/api"))


def test_the_history_says_who_did_what_and_of_how_many(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    hand.post(f"{path}/workers", json=sites.worker())
    hand.post(f"{path}/workers/clear", json={})
    database.session.get_one(Site, path.rsplit("/", 1)[1]).state = "working"
    database.session.flush()
    kept = hand.post(f"{path}/days", json=sites.day("2026-03-02")).json
    assert (kept["id"], kept["state"], bool(kept["recorded_at"])) == (path.rsplit("/", 1)[1], "working", True)
    said = client.as_(cast.commander).get(f"{path}/history").json["items"]
    assert [(one["kind"], one["by"], one["workers"], one["day"]) for one in said] == [
        ("day_written", "钱工", None, "2026-03-02"),
        ("workers_judged", "钱工", 1, None),
        ("workers_listed", "钱工", 1, None),
        ("drafted", "钱工", None, None),
    ]
    first = client.as_(cast.commander).get(f"{path}/history?limit=1").json
    rest = client.as_(cast.commander).get(f"{path}/history?cursor={first['next_cursor']}").json
    assert [one["kind"] for one in rest["items"]] == ["workers_judged", "workers_listed", "drafted"]
    assert client.as_(cast.wulin_commander).get(f"{path}/history").status_code == 404


def test_a_worker_is_taken_off_with_a_reason_and_comes_back_within_ten_minutes(
    client: ActingClient, cast: Cast, keeper: Person, clock: Any
) -> None:
    path, other = approved(keeper), people.person("李工", CHAOMING, "handler")
    health.declared(cast.volunteer)
    one = sites.worker(name=cast.volunteer.name, phone=cast.volunteer.phone)
    address = f"{path}/workers/{one['id']}/removal"
    client.as_(keeper).post(f"{path}/workers", json=one)
    code = health.code(cast.volunteer).shown()["text"]
    client.as_(keeper).post(f"{path}/workers/{one['id']}/clear", json={"code": code})
    assert client.as_(keeper).put(address, json={"reason": ""}).status_code == 422
    for _ in range(2):
        assert client.as_(keeper).put(address, json={"reason": "离职"}).json["workers"]["total"] == 0
    assert client.as_(keeper).get(f"{path}/workers").json["items"] == []
    [gone] = client.as_(keeper).get(f"{path}/workers?state=removed").json["items"]
    assert (gone["state"], gone["removed_why"], "*" in gone["name"]) == ("removed", "离职", True)
    missing = client.as_(keeper).post(f"{path}/workers/{one['id']}/clear", json={"code": code})
    assert missing.json["code"] == "site.worker_not_found"
    assert client.as_(other).delete(address).json["code"] == "site.worker_removed"
    assert client.as_(cast.wulin_commander).delete(address).json["code"] == "site.not_found"
    for _ in range(2):
        assert client.as_(keeper).delete(address).json["workers"]["cleared"] == 1
    client.as_(keeper).put(address, json={"reason": "离职"})
    again = {**one, "id": sites.worker()["id"]}
    assert client.as_(keeper).post(f"{path}/workers", json=again).json["state"] == "listed"
    assert client.as_(keeper).delete(address).json["code"] == "site.worker_listed"
    client.as_(keeper).put(f"{path}/workers/{again['id']}/removal", json={"reason": "重复"})
    clock.move(601)
    assert client.as_(keeper).delete(address).json["code"] == "site.worker_removed"
    said = client.as_(keeper).get(f"{path}/history").json["items"]
    assert [one["kind"] for one in said[:4]] == [
        "worker_removed", "workers_listed", "worker_removed", "worker_brought_back",
    ]  # fmt: skip
    clock.move(31 * DAY)
    purge()
    assert database.session.query(SiteWorker).count() == 0
    assert "离职" not in whole_database()


def test_sites_and_workers_are_found_by_what_is_shown_of_them(client: ActingClient, cast: Cast, keeper: Person) -> None:
    path, hand = approved(keeper), client.as_(keeper)
    hand.post(f"{path}/workers", json=sites.worker())
    for q, found in (("东河", 1), ("杭建", 1), ("%", 0)):
        assert len(client.as_(cast.commander).get("/api/sites", query_string={"q": q}).json["items"]) == found, q
    for q, found in (("赵", 1), ("8100", 1), ("大力", 0), ("_", 0)):
        assert len(hand.get(f"{path}/workers", query_string={"q": q}).json["items"]) == found, q


def test_a_worker_is_destroyed_a_month_after_his_last_clearing(
    client: ActingClient, cast: Cast, keeper: Person, clock: Any
) -> None:
    path = approved(keeper)
    client.as_(keeper).post(f"{path}/workers", json=sites.worker())
    clock.move(29 * DAY)
    assert purge() is None
    clock.move(2 * DAY)
    done = purge()
    assert done is not None
    assert done.counts["site_worker"] == 1
    assert database.session.query(SiteWorker).count() == 0


def test_what_is_not_there_is_not_found(client: ActingClient, keeper: Person) -> None:
    path = approved(keeper)
    missing = client.as_(keeper).post(f"{path}/workers/{uuid4()}/clear", json={"code": "PC1:NO"})
    assert (missing.status_code, missing.json["code"]) == (404, "site.worker_not_found")
