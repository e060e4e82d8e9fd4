"""Keeping people, passwords and roles over the API, inside the own subtree."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person, RoleGrant, SessionFamily
from tests.builders import people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.identity.phone import Phone

NEW = {"name": "钱多", "phone": "19900009999", "area_code": DAOMAO_EAST}


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def names(answer: Any) -> set[str]:
    return {item["name"] for item in answer.json["items"]}


def test_a_street_commander_sees_the_people_of_the_street_and_nobody_else(client: ActingClient, cast: Cast) -> None:
    listed = client.as_(cast.chaoming_commander).get("/api/people")
    assert names(listed) == {"沈岚", "丁宁", "吴桂芳", "陈小河", "林夏", "方正"}


def test_a_person_of_another_street_is_not_found(client: ActingClient, cast: Cast) -> None:
    answer = client.as_(cast.chaoming_commander).get(f"/api/people/{cast.wulin_worker.id}")
    assert code(answer) == (404, "identity.person_not_found")
    assert "何青" not in answer.text


def test_a_guest_with_a_role_here_is_seen_here(client: ActingClient, cast: Cast) -> None:
    people.grant(cast.wulin_worker, "grid_worker", DAOMAO_WEST)
    assert "何青" in names(client.as_(cast.chaoming_commander).get("/api/people"))
    assert client.as_(cast.chaoming_commander).get(f"/api/people/{cast.wulin_worker.id}").status_code == 200
    assert "何青" in names(client.as_(cast.chaoming_commander).get(f"/api/people?area={DAOMAO}"))


def test_a_grant_taken_back_shows_nobody_any_more(client: ActingClient, cast: Cast, db: Any, clock: Any) -> None:
    given = people.grant(cast.wulin_worker, "grid_worker", DAOMAO_WEST)
    given.revoked_at = clock.now()
    db.session.flush()
    assert "何青" not in names(client.as_(cast.chaoming_commander).get("/api/people"))


def test_the_people_of_an_area_of_a_role_or_of_a_name_are_found(client: ActingClient, cast: Cast) -> None:
    zhou = client.as_(cast.commander)
    assert names(zhou.get(f"/api/people?area={DAOMAO_WEST}")) == {"陈小河", "林夏"}
    assert names(zhou.get("/api/people?role=grid_worker")) == {"陈小河", "何青"}
    assert names(zhou.get("/api/people?q=小")) == {"陈小河"}
    assert names(zhou.get(f"/api/people?q={cast.volunteer.phone}")) == {"林夏"}
    assert names(zhou.get("/api/people?q=%25")) == set()
    assert names(client.as_(cast.chaoming_commander).get(f"/api/people?area={WULIN}")) == set()


def test_the_pages_together_are_everybody_once(client: ActingClient, cast: Cast) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.as_(cast.commander).get(f"/api/people?limit=3{cursor}").json
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 10


def test_grid_workers_and_volunteers_read_no_list_of_people(client: ActingClient, cast: Cast) -> None:
    for person in (cast.grid_worker, cast.volunteer):
        assert code(client.as_(person).get("/api/people")) == (403, "actor.forbidden")


def test_an_admin_adds_a_person_who_signs_in_with_the_issued_password(
    client: ActingClient, cast: Cast, app: Flask
) -> None:
    fang = client.as_(cast.chaoming_admin)
    made = fang.post("/api/people", json=NEW)
    assert made.status_code == 201
    assert (made.json["username"], made.json["grants"]) == (None, [])
    path = f"/api/people/{made.json['id']}"
    assert fang.post(f"{path}/grants", json={"role": "grid_worker", "area_code": DAOMAO_EAST}).status_code == 201
    issued = fang.post(f"{path}/password", json={"username": "qian.duo"})
    assert issued.status_code == 201
    phone = Phone(app)
    signed_in = phone.sign_in("qian.duo", issued.json["password"])
    assert (signed_in.status_code, signed_in.json["must_change_password"]) == (201, True)
    assert [g["role"] for g in signed_in.json["me"]["grants"]] == ["grid_worker"]


def test_a_write_repeated_under_one_key_makes_one_person(client: ActingClient, cast: Cast, db: Any) -> None:
    fang, key = client.as_(cast.chaoming_admin), uuid7()
    first, second = (fang.post("/api/people", json=NEW, key=key) for _ in range(2))
    assert first.json == second.json
    assert len(db.session.scalars(select(Person).where(Person.name == "钱多")).all()) == 1


@pytest.mark.parametrize(
    ("area_code", "refusal"),
    [
        (XIANLIN_WEST, (403, "identity.outside_subtree")),
        (DISTRICT, (403, "identity.outside_subtree")),
        ("999999", (422, "identity.area_unknown")),
    ],
)
def test_an_admin_adds_people_only_inside_the_own_subtree(
    client: ActingClient, cast: Cast, area_code: str, refusal: tuple[int, str]
) -> None:
    answer = client.as_(cast.chaoming_admin).post("/api/people", json={**NEW, "area_code": area_code})
    assert code(answer) == refusal


def test_the_same_name_with_the_same_number_is_one_person(client: ActingClient, cast: Cast) -> None:
    fang = client.as_(cast.chaoming_admin)
    assert fang.post("/api/people", json=NEW).status_code == 201
    assert code(fang.post("/api/people", json=NEW)) == (409, "identity.person_exists")
    assert fang.post("/api/people", json={**NEW, "name": "钱少"}).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "call me"},
        {"name": ""},
        {"language": "fr"},
        {"lng_wgs84": 120.2},
        {"lat_wgs84": 91, "lng_wgs84": 0},
        {"x": 1},
    ],
)
def test_what_an_admin_enters_is_checked(client: ActingClient, cast: Cast, wrong: dict[str, Any]) -> None:
    assert client.as_(cast.chaoming_admin).post("/api/people", json={**NEW, **wrong}).status_code == 422


def test_a_commander_keeps_no_accounts(client: ActingClient, cast: Cast) -> None:
    shen, chen = client.as_(cast.chaoming_commander), f"/api/people/{cast.grid_worker.id}"
    assert code(shen.post("/api/people", json=NEW)) == (403, "actor.forbidden")
    assert code(shen.patch(chen, json={"name": "x"})) == (403, "actor.forbidden")
    assert code(shen.post(f"{chen}/password", json={})) == (403, "actor.forbidden")
    assert code(shen.post(f"{chen}/grants", json={"role": "commander", "area_code": DAOMAO})) == (
        403,
        "actor.forbidden",
    )


def test_an_admin_corrects_a_record_and_moves_the_person_inside_the_subtree(client: ActingClient, cast: Cast) -> None:
    path = f"/api/people/{cast.grid_worker.id}"
    fang = client.as_(cast.chaoming_admin)
    edited = fang.patch(
        path, json={"phone": "19900008888", "area_code": DAOMAO_EAST, "lng_wgs84": 120.1, "lat_wgs84": 30.2}
    )
    assert edited.status_code == 200
    assert (edited.json["phone"], edited.json["area"]["code"], edited.json["lng_wgs84"]) == (
        "19900008888",
        DAOMAO_EAST,
        120.1,
    )
    assert code(fang.patch(path, json={"area_code": XIANLIN_WEST})) == (403, "identity.outside_subtree")
    assert fang.patch(path, json={"lng_wgs84": None}).status_code == 422
    assert fang.patch(path, json={"lng_wgs84": None, "lat_wgs84": None}).json["lat_wgs84"] is None


def test_whoever_holds_more_than_the_admin_keeps_is_out_of_reach(client: ActingClient, cast: Cast) -> None:
    people.grant(cast.chaoming_commander, "commander", DISTRICT)
    path, fang = f"/api/people/{cast.chaoming_commander.id}", client.as_(cast.chaoming_admin)
    refusal = (403, "identity.outside_subtree")
    assert code(fang.post(f"{path}/password", json={})) == refusal
    assert code(fang.patch(path, json={"phone": "19900008888"})) == refusal
    assert code(fang.post(f"{path}/deactivate")) == refusal


def test_an_admin_reaches_nobody_of_another_street(client: ActingClient, cast: Cast) -> None:
    path, fang = f"/api/people/{cast.wulin_worker.id}", client.as_(cast.chaoming_admin)
    held = people.grant(cast.wulin_worker, "volunteer", XIANLIN_WEST)
    not_found = (404, "identity.person_not_found")
    assert code(fang.patch(path, json={"name": "x"})) == not_found
    assert code(fang.post(f"{path}/password", json={})) == not_found
    assert code(fang.post(f"{path}/deactivate")) == not_found
    assert code(fang.post(f"{path}/grants", json={"role": "volunteer", "area_code": CHAOMING})) == not_found
    assert code(fang.delete(f"{path}/grants/{held.id}")) == not_found


@pytest.mark.parametrize("role", ["commander", "security_admin", "grid_worker"])
def test_nobody_grants_above_themselves(client: ActingClient, cast: Cast, role: str) -> None:
    path = f"/api/people/{cast.grid_worker.id}/grants"
    for area_code in (DISTRICT, WULIN):
        answer = client.as_(cast.chaoming_admin).post(path, json={"role": role, "area_code": area_code})
        assert code(answer) == (403, "identity.outside_subtree")


def test_nobody_keeps_the_own_account(client: ActingClient, cast: Cast) -> None:
    path, han = f"/api/people/{cast.security_admin.id}", client.as_(cast.security_admin)
    own = client.as_(cast.security_admin).get(path).json["grants"][0]["id"]
    refusal = (403, "identity.not_yourself")
    assert code(han.post(f"{path}/grants", json={"role": "commander", "area_code": DISTRICT})) == refusal
    assert code(han.delete(f"{path}/grants/{own}")) == refusal
    assert code(han.post(f"{path}/password", json={})) == refusal
    assert code(han.post(f"{path}/deactivate")) == refusal
    assert code(han.patch(path, json={"name": "x"})) == refusal


def test_two_of_the_three_administrators_never_meet_in_one_person(client: ActingClient, cast: Cast) -> None:
    path, han = f"/api/people/{cast.chaoming_admin.id}/grants", client.as_(cast.security_admin)
    for role in ("system_admin", "audit_admin"):
        assert code(han.post(path, json={"role": role, "area_code": DISTRICT})) == (409, "identity.role_overlap")
    assert han.post(path, json={"role": "security_admin", "area_code": WULIN}).status_code == 201
    assert han.post(path, json={"role": "commander", "area_code": WULIN}).status_code == 201


def test_a_grant_is_held_once(client: ActingClient, cast: Cast) -> None:
    path = f"/api/people/{cast.grid_worker.id}/grants"
    again = client.as_(cast.chaoming_admin).post(path, json={"role": "grid_worker", "area_code": DAOMAO_WEST})
    assert code(again) == (409, "identity.grant_exists")


def test_a_role_granted_or_taken_back_counts_from_the_next_request(client: ActingClient, cast: Cast) -> None:
    chen, fang = client.as_(cast.grid_worker), client.as_(cast.chaoming_admin)
    path = f"/api/people/{cast.grid_worker.id}/grants"
    assert chen.get("/api/people").status_code == 403
    granted = fang.post(path, json={"role": "duty_officer", "area_code": DAOMAO})
    grant_id = next(g["id"] for g in granted.json["grants"] if g["role"] == "duty_officer")
    assert names(chen.get("/api/people")) == {"吴桂芳", "陈小河", "林夏"}
    assert fang.delete(f"{path}/{grant_id}").status_code == 204
    assert chen.get("/api/people").status_code == 403
    assert code(fang.delete(f"{path}/{grant_id}")) == (404, "identity.grant_not_found")


def test_an_admin_takes_back_only_grants_inside_the_own_subtree(client: ActingClient, cast: Cast) -> None:
    held = people.grant(cast.chaoming_commander, "commander", DISTRICT)
    path = f"/api/people/{cast.chaoming_commander.id}/grants/{held.id}"
    assert code(client.as_(cast.chaoming_admin).delete(path)) == (403, "identity.outside_subtree")
    assert client.as_(cast.security_admin).delete(path).status_code == 204


def test_a_deactivated_person_is_signed_out_and_holds_nothing(client: ActingClient, cast: Cast, db: Any) -> None:
    chen, path = client.as_(cast.grid_worker), f"/api/people/{cast.grid_worker.id}"
    fang = client.as_(cast.chaoming_admin)
    ended = fang.post(f"{path}/deactivate")
    assert (ended.json["active"], ended.json["grants"]) == (False, [])
    assert chen.get("/api/me").status_code == 401
    assert "陈小河" not in names(fang.get("/api/people"))
    assert fang.get(path).status_code == 200
    assert code(fang.post(f"{path}/password", json={})) == (409, "identity.person_inactive")
    grant = {"role": "volunteer", "area_code": DAOMAO}
    assert code(fang.post(f"{path}/grants", json=grant)) == (409, "identity.person_inactive")
    assert fang.post(f"{path}/deactivate").status_code == 200
    facts = db.session.scalars(select(Fact.kind).where(Fact.subject_id == str(cast.grid_worker.id))).all()
    assert facts.count("person.deactivated") == 1


def test_an_issued_password_lifts_the_lock_and_ends_every_session(
    client: ActingClient, cast: Cast, app: Flask, db: Any
) -> None:
    phone = Phone(app)
    phone.sign_in("chen")
    for _ in range(5):
        Phone(app).sign_in("chen", "guess")
    issued = client.as_(cast.chaoming_admin).post(f"/api/people/{cast.grid_worker.id}/password", json={}).json
    assert phone.call("GET", "/api/me").status_code == 401
    assert Phone(app).sign_in("chen").status_code == 401
    assert Phone(app).sign_in("chen", issued["password"]).status_code == 201
    reasons = db.session.scalars(select(SessionFamily.reason).where(SessionFamily.device_id == phone.device_id)).all()
    assert reasons == ["password"]


def test_a_first_password_needs_a_username_that_is_free(client: ActingClient, cast: Cast) -> None:
    fang = client.as_(cast.chaoming_admin)
    path = f"/api/people/{fang.post('/api/people', json=NEW).json['id']}/password"
    assert code(fang.post(path, json={})) == (422, "identity.username_missing")
    assert code(fang.post(path, json={"username": "CHEN"})) == (409, "identity.username_taken")
    assert fang.post(path, json={"username": "a b"}).status_code == 422


def test_what_an_admin_does_is_a_fact_without_names_and_numbers(client: ActingClient, cast: Cast, db: Any) -> None:
    fang = client.as_(cast.chaoming_admin)
    made = fang.post("/api/people", json=NEW).json
    fang.patch(f"/api/people/{made['id']}", json={"phone": "19900008888"})
    fang.post(f"/api/people/{made['id']}/password", json={"username": "qian.duo"})
    facts = db.session.scalars(select(Fact).where(Fact.subject_id == made["id"]).order_by(Fact.seq)).all()
    assert [fact.kind for fact in facts] == ["person.created", "person.edited", "password.issued"]
    assert {fact.actor_id for fact in facts} == {cast.chaoming_admin.id}
    assert not any(word in str(fact.data) for fact in facts for word in ("钱多", "1990000", "qian"))


def test_a_grant_says_who_gave_it(client: ActingClient, cast: Cast, db: Any) -> None:
    path = f"/api/people/{cast.volunteer.id}/grants"
    client.as_(cast.chaoming_admin).post(path, json={"role": "grid_worker", "area_code": DAOMAO_EAST, "is_lead": True})
    kept = db.session.scalars(select(RoleGrant).where(RoleGrant.area_code == DAOMAO_EAST)).one()
    assert (kept.granted_by, kept.is_lead, kept.area_path) == (
        cast.chaoming_admin.id, True, cast.areas[DAOMAO_EAST].path
    )  # fmt: skip
