"""Isolation at home and appeals, over HTTP."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.health.actions.isolation.climb import climb
from backend.health.models.isolation import IsolationCase
from backend.push.models import Notice
from tests.builders import health
from tests.cast import Cast
from tests.client import ActingClient

HOUR = 3_600
DAY = 24 * HOUR


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def facts(*kinds: str) -> list[str]:
    query = select(Fact.kind).where(Fact.kind.in_(kinds)).order_by(Fact.seq)
    return list(database.session.scalars(query))


def case_of(cast: Cast) -> IsolationCase:
    return database.session.scalars(select(IsolationCase).where(IsolationCase.person_id == cast.volunteer.id)).one()


def test_symptoms_open_an_isolation_that_the_team_fills_and_an_officer_ends(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    health.declared(cast.volunteer, "fever")
    case = case_of(cast)
    worker, path = client.as_(cast.grid_worker), f"/api/isolations/{case.id}"
    whole = worker.get(path).json
    assert (len(whole["entries"]), whole["entries"][0]["half"], whole["colour"]) == (28, "afternoon", "yellow")
    team = worker.post(f"{path}/team", json={"people": [str(cast.grid_worker.id)]}).json
    assert [one["name"] for one in team["team"]] == [cast.grid_worker.name]
    outsider = worker.post(f"{path}/team", json={"people": [str(cast.wulin_worker.id)]})
    assert (outsider.status_code, outsider.json["code"]) == (422, "isolation.not_of_the_place")
    ahead = {"day": "2026-03-03", "half": "morning", "symptoms": [], "temperature": 36.6}
    assert worker.post(f"{path}/entries", json=ahead).json["code"] == "isolation.no_half_day"
    clock.move(4 * HOUR)
    filled = client.as_(cast.grid_worker).post(
        f"{path}/entries", json={**ahead, "day": "2026-03-02", "half": "afternoon"}
    )
    assert (filled.json["entries"][0]["state"], filled.json["entries"][0]["temperature"]) == ("entered", 36.6)
    errand = {"id": str(health.uuid7()), "what": "买菜"}
    asked = client.as_(cast.volunteer).post(f"{path}/errands", json=errand).json
    assert [one["what"] for one in asked["errands"]] == ["买菜"]
    done = client.as_(cast.grid_worker).post(f"{path}/errands/{errand['id']}/done").json
    assert done["errands"][0]["done_at"]
    early = client.as_(cast.chaoming_duty).post(f"{path}/release", json={})
    assert (early.status_code, early.json["code"]) == (409, "isolation.too_early")
    clock.move(15 * DAY)
    assert client.as_(cast.chaoming_duty).post(f"{path}/release", json={"note": "期满"}).status_code == 204
    paper = client.as_(cast.volunteer).get(f"{path}/release-document")
    assert paper.data.startswith(b"%PDF")
    assert client.as_(cast.volunteer).get("/api/me/isolation").json["outcome"] == "released"


def test_who_was_released_is_kept_at_home_again_by_new_symptoms_alone(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    health.declared(cast.volunteer, "fever")
    case = case_of(cast)
    clock.move(15 * DAY)
    released = client.as_(cast.chaoming_duty).post(f"/api/isolations/{case.id}/release", json={"note": "期满"})
    assert released.status_code == 204
    health.declared(cast.volunteer)
    after = client.as_(cast.volunteer).get("/api/me/health").json
    assert (after["colour"], after["isolation_id"]) == ("yellow", None), "seven clean days are still to be counted"
    clock.move(DAY)
    health.declared(cast.volunteer, "cough")
    again = client.as_(cast.volunteer).get("/api/me/health").json["isolation_id"]
    assert again not in {None, str(case.id)}


def test_a_declaration_fills_the_half_day_of_its_isolation(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer, "fever")
    clock.move(4 * HOUR)
    health.declared(cast.volunteer, "cough")
    entry = client.as_(cast.volunteer).get("/api/me/isolation").json["entries"][0]
    assert (entry["state"], entry["symptoms"]) == ("entered", ["cough"])


def test_a_half_day_that_nobody_filled_climbs_to_the_district(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer, "fever")
    case = case_of(cast)
    told: list[set[UUID]] = []
    clock.move(15 * HOUR)
    for _ in range(3):
        assert climb() == 1
        assert climb() == 0
        query = select(Notice.person_id).where(Notice.kind == "health.climbed", Notice.withdrawn_at.is_(None))
        told.append(set(database.session.scalars(query)) - set().union(*told))
        clock.move(2 * HOUR)
    assert told == [{cast.secretary.id}, {cast.chaoming_commander.id, cast.chaoming_duty.id}, {cast.commander.id}]
    row = client.as_(cast.grid_worker).get("/api/isolations").json["items"][0]
    assert (row["id"], row["missed"]) == (str(case.id), 1)


def test_an_appeal_is_decided_by_an_officer_and_never_by_oneself(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer, risk_area=True)
    volunteer, duty = client.as_(cast.volunteer), client.as_(cast.chaoming_duty)
    sent = {"id": str(health.uuid7()), "reason": "填错了,我没有离开过杭州"}
    filed = [volunteer.post("/api/me/health/appeals", json=sent).json for _ in range(2)]
    assert filed[0]["appeal"]["id"] == filed[1]["appeal"]["id"]
    more = volunteer.post("/api/me/health/appeals", json={**sent, "id": str(health.uuid7())})
    assert more.json["code"] == "appeal.waits"
    waiting = duty.get("/api/health-appeals").json["items"]
    assert [(one["person"]["name"], one["colour"]) for one in waiting] == [(cast.volunteer.name, "red")]
    assert client.as_(cast.wulin_commander).get("/api/health-appeals").json["items"] == []
    path = f"/api/health-appeals/{sent['id']}"
    assert client.as_(cast.wulin_commander).post(f"{path}/grant", json={"note": "?"}).status_code == 404
    assert duty.post(f"{path}/grant", json={"note": "已核实行程"}).status_code == 204
    after = volunteer.get("/api/me/health").json
    assert (after["colour"], after["appeal"]["note"], after["isolation_id"]) == ("green", "已核实行程", None)
    assert duty.post(f"{path}/refuse", json={"note": "?"}).json["code"] == "appeal.decided"
    green_now = volunteer.post("/api/me/health/appeals", json={**sent, "id": str(health.uuid7())})
    assert green_now.json["code"] == "appeal.green"


def test_nobody_decides_his_own_appeal(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.chaoming_duty, "fever")
    duty, sent = client.as_(cast.chaoming_duty), {"id": str(health.uuid7()), "reason": "误报"}
    duty.post("/api/me/health/appeals", json=sent)
    own = duty.post(f"/api/health-appeals/{sent['id']}/grant", json={"note": "?"})
    assert (own.status_code, own.json["code"]) == (403, "appeal.not_your_own")
    refused = client.as_(cast.chaoming_commander).post(
        f"/api/health-appeals/{sent['id']}/refuse", json={"note": "请观察"}
    )
    assert refused.status_code == 204
    assert duty.get("/api/me/health").json["colour"] == "yellow"
