"""Accounts for many at once, people who come back, and who is responsible for a place."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import RoleGrant, SessionFamily
from tests.builders import people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, WULIN, Cast
from tests.client import ActingClient
from tests.identity.phone import Phone


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def issue(client: ActingClient, *who: Any, anew: bool = False) -> Any:
    body = {"people": [str(one.id) for one in who], "anew": anew}
    return client.post("/api/people/accounts", json=body)


def test_accounts_for_many_are_named_after_their_phones(client: ActingClient, cast: Cast, app: Flask) -> None:
    wang = people.person("王七", DAOMAO_WEST, "grid_worker")
    wife = people.person("王妻", DAOMAO_WEST)
    wife.phone = wang.phone
    answer = issue(client.as_(cast.chaoming_admin), wang, wife, cast.grid_worker)
    assert answer.status_code == 200
    issued = {line["name"]: line for line in answer.json["issued"]}
    assert {line["username"] for line in issued.values()} == {wang.phone, f"{wang.phone}-2"}
    assert answer.json["kept"] == [str(cast.grid_worker.id)]
    signed_in = Phone(app).sign_in(issued["王七"]["username"], issued["王七"]["password"])
    assert (signed_in.status_code, signed_in.json["must_change_password"]) == (201, True)


def test_a_password_anew_ends_the_sessions_of_those_who_had_one(client: ActingClient, cast: Cast, db: Any) -> None:
    people.token_of(cast.grid_worker)
    answer = issue(client.as_(cast.chaoming_admin), cast.grid_worker, anew=True)
    assert [line["username"] for line in answer.json["issued"]] == ["chen"]
    reasons = db.session.scalars(
        select(SessionFamily.reason).where(SessionFamily.person_id == cast.grid_worker.id)
    ).all()
    assert reasons == ["password"]
    kinds = db.session.scalars(select(Fact.kind).where(Fact.subject_id == str(cast.grid_worker.id))).all()
    assert "password.issued" in kinds


def test_one_who_is_out_of_reach_keeps_everybody_from_an_account(client: ActingClient, cast: Cast) -> None:
    wang, fang = people.person("王七", DAOMAO_WEST), client.as_(cast.chaoming_admin)
    assert code(issue(fang, wang, cast.wulin_worker)) == (404, "identity.person_not_found")
    assert code(issue(fang, wang, cast.chaoming_admin)) == (403, "identity.not_yourself")
    people.grant(cast.chaoming_duty, "commander", WULIN)
    assert code(issue(fang, wang, cast.chaoming_duty)) == (403, "identity.outside_subtree")
    gone = people.person("已走", DAOMAO_WEST, active=False)
    assert code(issue(fang, wang, gone)) == (409, "identity.person_inactive")
    assert code(issue(client.as_(cast.chaoming_commander), wang)) == (403, "actor.forbidden")
    assert fang.get(f"/api/people/{wang.id}").json["username"] is None


def test_nobody_is_no_list_of_people(client: ActingClient, cast: Cast) -> None:
    assert issue(client.as_(cast.chaoming_admin)).status_code == 422


def test_a_deactivated_person_comes_back_without_roles(client: ActingClient, cast: Cast, db: Any) -> None:
    fang, path = client.as_(cast.chaoming_admin), f"/api/people/{cast.grid_worker.id}"
    fang.post(f"{path}/deactivate")
    back = fang.post(f"{path}/reactivate", json={})
    assert (back.json["active"], back.json["grants"], back.json["username"]) == (True, [], "chen")
    assert fang.post(f"{path}/reactivate", json={}).status_code == 200
    kinds = db.session.scalars(select(Fact.kind).where(Fact.subject_id == str(cast.grid_worker.id))).all()
    assert kinds.count("person.reactivated") == 1


def test_a_deactivation_taken_back_brings_the_roles_back(client: ActingClient, cast: Cast) -> None:
    fang, path = client.as_(cast.chaoming_admin), f"/api/people/{cast.grid_worker.id}"
    before = fang.get(path).json["grants"]
    fang.post(f"{path}/deactivate")
    back = fang.post(f"{path}/reactivate", json={"grants": [grant["id"] for grant in before]}).json["grants"]
    keep = ("role", "area_code", "is_lead")
    assert [[grant[name] for name in keep] for grant in back] == [[grant[name] for name in keep] for grant in before]


def test_nobody_comes_back_with_another_ones_roles(client: ActingClient, cast: Cast, db: Any) -> None:
    fang, path = client.as_(cast.chaoming_admin), f"/api/people/{cast.volunteer.id}"
    fang.post(f"{path}/deactivate")
    foreign = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == cast.secretary.id)).one()
    answer = fang.post(f"{path}/reactivate", json={"grants": [str(foreign)]})
    assert code(answer) == (404, "identity.grant_not_found")
    assert fang.get(path).json["active"] is False


def test_nobody_comes_back_beside_a_namesake_with_the_same_phone(client: ActingClient, cast: Cast) -> None:
    fang, lin = client.as_(cast.chaoming_admin), cast.volunteer
    fang.post(f"/api/people/{lin.id}/deactivate")
    again = {"name": lin.name, "phone": lin.phone, "area_code": DAOMAO}
    assert fang.post("/api/people", json=again).status_code == 201
    assert code(fang.post(f"/api/people/{lin.id}/reactivate", json={})) == (409, "identity.person_exists")


def test_a_grant_becomes_the_responsible_ones_by_ending_and_beginning(
    client: ActingClient, cast: Cast, db: Any
) -> None:
    fang, path = client.as_(cast.chaoming_admin), f"/api/people/{cast.volunteer.id}"
    held = fang.get(path).json["grants"][0]
    edited = fang.patch(f"{path}/grants/{held['id']}", json={"is_lead": True})
    (now,) = edited.json["grants"]
    assert (now["is_lead"], now["role"], now["area_code"]) == (True, held["role"], held["area_code"])
    assert now["id"] != held["id"]
    assert fang.patch(f"{path}/grants/{now['id']}", json={"is_lead": True}).json["grants"] == [now]
    assert code(fang.patch(f"{path}/grants/{held['id']}", json={"is_lead": False})) == (
        404, "identity.grant_not_found"
    )  # fmt: skip
    kinds = db.session.scalars(select(Fact.kind).where(Fact.subject_id.in_([held["id"], now["id"]]))).all()
    assert sorted(kinds) == ["role.granted", "role.revoked"]


@pytest.mark.parametrize("method", ["patch"])
def test_a_grant_outside_is_nobodys_to_edit(client: ActingClient, cast: Cast, method: str) -> None:
    held = people.grant(cast.chaoming_commander, "commander", WULIN)
    path = f"/api/people/{cast.chaoming_commander.id}/grants/{held.id}"
    assert code(client.as_(cast.chaoming_admin).patch(path, json={"is_lead": True})) == (
        403, "identity.outside_subtree"
    )  # fmt: skip
    foreign = f"/api/people/{cast.wulin_worker.id}/grants/{uuid7()}"
    answer = client.as_(cast.chaoming_admin).patch(foreign, json={"is_lead": True})
    assert code(answer) == (404, "identity.person_not_found")


def names(answer: Any) -> set[str]:
    return {item["name"] for item in answer.json["items"]}


def test_people_are_found_by_username_and_by_having_none(client: ActingClient, cast: Cast) -> None:
    people.person("王七", DAOMAO_EAST)
    fang = client.as_(cast.chaoming_admin)
    assert names(fang.get("/api/people?q=CHE")) == {"陈小河"}
    assert names(fang.get("/api/people?account=false")) == {"王七"}
    assert "王七" not in names(fang.get("/api/people?account=true"))
    assert names(fang.get("/api/people?active=false")) == set()
    fang.post(f"/api/people/{cast.grid_worker.id}/deactivate")
    assert names(fang.get("/api/people?active=false")) == {"陈小河"}
    assert names(fang.get("/api/people?q=he")) == set()


def test_people_are_counted_where_they_belong(client: ActingClient, cast: Cast) -> None:
    counted = {
        item["area_code"]: item["people"]
        for item in client.as_(cast.chaoming_admin).get("/api/people/counts").json["items"]
    }
    assert counted == {CHAOMING: 3, DAOMAO: 1, DAOMAO_WEST: 2}
    assert client.as_(cast.grid_worker).get("/api/people/counts").status_code == 403
