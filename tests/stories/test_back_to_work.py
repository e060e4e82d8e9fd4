"""A construction site, with a clock that moves: applied for, approved, workers cleared, a day that is missing."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.identity.models import Person
from backend.push.models import Notice
from backend.sites.actions.days import climb
from tests.builders import health, people, sites, workbooks
from tests.cast import CHAOMING, DAOMAO, Cast
from tests.client import ActingClient

DAY = 86_400


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def told(kind: str) -> set[object]:
    query = select(Notice.person_id).where(Notice.kind == kind, Notice.withdrawn_at.is_(None))
    return set(database.session.scalars(query))


def crew(count: int) -> list[Person]:
    """All of them have declared that they are well, but the last, who has a fever."""
    made = [people.person(f"工人{number:02d}", DAOMAO) for number in range(count)]
    for one in made[:-1]:
        health.declared(one)
    health.declared(made[-1], "fever")
    return made


def test_a_site_comes_back_to_work(client: ActingClient, cast: Cast, clock: Any) -> None:
    keeper = people.person("钱工", CHAOMING, "handler")
    body = sites.body(DAOMAO)
    path = f"/api/sites/{body['id']}"

    def step(who: Person, verb: str, **more: Any) -> Any:
        return client.as_(who).post(f"{path}/steps", json={"verb": verb, **more})

    assert client.as_(keeper).post("/api/sites", json=body).json["may"] == ["apply"]
    assert step(keeper, "apply").json["state"] == "applied"
    assert told("site.apply") == {cast.chaoming_commander.id, cast.chaoming_duty.id}
    assert step(cast.chaoming_duty, "return", reason="缺隔离间照片").json["state"] == "returned"
    assert (told("site.apply"), told("site.return")) == (set(), {keeper.id})
    step(keeper, "apply")
    assert step(cast.chaoming_duty, "check").json["state"] == "checked"
    assert told("site.check") == {cast.commander.id}
    assert step(cast.commander, "approve").json["state"] == "approved"
    verbs = [one["verb"] for one in client.as_(cast.commander).get(path).json["steps"]]
    assert verbs == ["apply", "return", "apply", "check", "approve"]
    work_there(client, cast, clock, keeper, path)


def work_there(client: ActingClient, cast: Cast, clock: Any, keeper: Person, path: str) -> None:
    """Thirty by a list, of whom the one with a fever is refused; a day that is written, and one that is not."""
    start = {"verb": "start"}
    made = crew(30)
    rows = [["姓名", "手机号", "工种"], *([one.name, one.phone, "钢筋工"] for one in made)]
    sheet = workbooks.xlsx({"名单": rows})
    looked = client.as_(keeper).post(f"{path}/workers/import", data=sheet).json
    assert (looked["new"], looked["taken"], looked["errors"]) == (30, 0, [])
    assert client.as_(keeper).post(f"{path}/workers/import?dry_run=false", data=sheet).json["taken"] == 30
    assert client.as_(keeper).post(f"{path}/steps", json=start).json["code"] == "site.nobody_cleared"
    after = client.as_(keeper).post(f"{path}/workers/clear", json={}).json["workers"]
    assert (after["cleared"], after["refused"], after["listed"]) == (29, 1, 0)
    refused = client.as_(keeper).get(f"{path}/workers?state=refused").json["items"]
    assert [(one["name"], one["colour"], one["why"]) for one in refused] == [("工***", "yellow", "yellow")]
    started = client.as_(keeper).post(f"{path}/steps", json=start).json
    assert (started["state"], started["today"]) == ("working", "2026-03-02")

    written = client.as_(keeper).post(f"{path}/days", json=sites.day("2026-03-02", abnormal=1)).json["days"]
    assert [(one["day"], one["abnormal"], one["late"]) for one in written] == [("2026-03-02", 1, False)]
    clock.move(DAY)
    assert climb() == 0
    clock.move(DAY)
    assert (climb(), climb()) == (1, 0)
    assert told("site.missed") == {cast.chaoming_commander.id, cast.chaoming_duty.id}
    late = client.as_(keeper).post(f"{path}/days", json=sites.day("2026-03-03")).json["days"][0]
    assert (late["day"], late["late"], late["missed_at"] is not None) == ("2026-03-03", True, True)
    assert told("site.missed") == set()
