"""What channels call people: set by who keeps the accounts, by a list or by the phone itself; masked for others."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.core import clock
from backend.core.facts import Fact
from backend.identity.models import Person, PersonAddress, SessionFamily
from backend.identity.rules.addresses import masked
from backend.push.actions.drop_device import drop_device
from tests.builders import people
from tests.cast import DAOMAO_WEST, Cast
from tests.client import ActingClient

CLIENT = "0123456789abcdef" * 2
COLUMNS = ["name", "phone", "area_code", "work_im_id", "app_push_id"]


def held(db: SQLAlchemy, person: Person) -> dict[str, str]:
    db.session.expire_all()
    rows = db.session.scalars(select(PersonAddress).where(PersonAddress.person_id == person.id))
    return {row.channel: row.address for row in rows}


def take_in(client: ActingClient, *rows: list[str], existing: str = "refuse") -> Any:
    lines = [{"line": line, "cells": cells} for line, cells in enumerate(rows, start=2)]
    body = {"columns": COLUMNS, "rows": lines, "existing": existing, "dry_run": False}
    return client.post("/api/people/import", json=body).json


@pytest.fixture
def keeper(cast: Cast, client: ActingClient) -> ActingClient:
    return client.as_(cast.security_admin)


def test_who_keeps_the_accounts_sets_changes_and_clears_an_id(keeper: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    path = f"/api/people/{cast.volunteer.id}"
    shown = keeper.patch(path, json={"work_im_id": "manager4220", "app_push_id": "li01"}).json
    assert (shown["work_im_id"], shown["app_push_id"]) == ("manager4220", "li01")
    assert keeper.patch(path, json={"work_im_id": "manager4221"}).json["work_im_id"] == "manager4221"
    assert keeper.patch(path, json={"app_push_id": None}).json["app_push_id"] is None
    assert held(db, cast.volunteer) == {"work_im": "manager4221"}
    facts = db.session.scalars(select(Fact.data).where(Fact.kind == "person.edited").order_by(Fact.seq)).all()
    assert facts[0] == {"fields": ["app_push_id", "work_im_id"]}


def test_others_and_lists_see_too_little_of_it_to_write_to(
    keeper: ActingClient, cast: Cast, client: ActingClient
) -> None:
    path = f"/api/people/{cast.volunteer.id}"
    keeper.patch(path, json={"work_im_id": "manager4220"})
    assert client.as_(cast.chaoming_commander).get(path).json["work_im_id"] == "man***"
    listed = keeper.get(f"/api/people?area={DAOMAO_WEST}&limit=200").json["items"]
    assert {one["work_im_id"] for one in listed if one["id"] == str(cast.volunteer.id)} == {"man***"}
    assert (masked("ab"), masked(None)) == ("***", None)


def test_an_id_is_one_persons_and_free_again_when_he_has_left(keeper: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    first, second = f"/api/people/{cast.volunteer.id}", f"/api/people/{cast.grid_worker.id}"
    keeper.patch(first, json={"work_im_id": "u1"})
    refused = keeper.patch(second, json={"work_im_id": "u1"})
    assert (refused.status_code, refused.json["code"]) == (409, "identity.address_taken")
    assert keeper.post(f"{first}/deactivate").status_code == 200
    assert keeper.patch(second, json={"work_im_id": "u1"}).status_code == 200
    assert (held(db, cast.volunteer), held(db, cast.grid_worker)) == ({}, {"work_im": "u1"})


def test_a_list_brings_ids_and_corrects_them(keeper: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    report = take_in(keeper, ["孙新", "19900007001", DAOMAO_WEST, "sun", "sun01"])
    assert report["errors"] == []
    person = db.session.scalars(select(Person).where(Person.name == "孙新")).one()
    assert held(db, person) == {"work_im": "sun", "app_push": "sun01"}
    again = take_in(keeper, ["孙新", "19900007001", DAOMAO_WEST, "sun2", ""], existing="update")
    assert [(one["outcome"], one["changes"]) for one in again["outcomes"]] == [("updated", ["work_im_id"])]
    assert held(db, person) == {"work_im": "sun2", "app_push": "sun01"}
    same = take_in(keeper, ["孙新", "19900007001", DAOMAO_WEST, "sun2", "sun01"], existing="update")
    assert [one["outcome"] for one in same["outcomes"]] == ["unchanged"]


def test_a_list_that_gives_one_id_to_two_people_is_refused_by_line(keeper: ActingClient, cast: Cast) -> None:
    keeper.patch(f"/api/people/{cast.volunteer.id}", json={"work_im_id": "u1"})
    rows = (
        ["孙一", "19900007001", DAOMAO_WEST, "u1", ""],
        ["孙二", "19900007002", DAOMAO_WEST, "", "a b"],
        ["孙三", "19900007003", DAOMAO_WEST, "u3", ""],
        ["孙四", "19900007004", DAOMAO_WEST, "u3", ""],
    )
    faults = {(one["line"], one["column"], one["code"]) for one in take_in(keeper, *rows)["errors"]}
    assert faults == {
        (2, "work_im_id", "identity.address_taken"),
        (3, "app_push_id", "identity.import_address"),
        (5, "work_im_id", "identity.import_repeated"),
    }


def test_a_phone_says_itself_by_which_name_its_app_is_reached_until_it_signs_out(
    cast: Cast, client: ActingClient, db: SQLAlchemy
) -> None:
    mine, theirs = client.as_(cast.volunteer), client.as_(cast.grid_worker)
    assert mine.put("/api/push/app-client", json={"client_id": CLIENT}).status_code == 204
    assert held(db, cast.volunteer) == {"app_push": CLIENT}
    # The phone changes hands: it is its new holder's.
    assert theirs.put("/api/push/app-client", json={"client_id": CLIENT}).status_code == 204
    assert (held(db, cast.volunteer), held(db, cast.grid_worker)) == ({}, {"app_push": CLIENT})
    assert mine.put("/api/push/app-client", json={"client_id": "li01"}).status_code == 422


def test_a_session_that_has_ended_takes_what_its_phone_said_along(cast: Cast, db: SQLAlchemy) -> None:
    session = people.signed_in(cast.volunteer)
    device_id = db.session.get_one(SessionFamily, session.id).device_id
    said = {"channel": "app_push", "address": CLIENT, "device_id": device_id}
    db.session.add(PersonAddress(person_id=cast.volunteer.id, **said))
    db.session.add(PersonAddress(person_id=cast.volunteer.id, channel="work_im", address="u1"))
    db.session.flush()
    db.session.get_one(SessionFamily, session.id).revoked_at = clock.now()
    db.session.flush()
    drop_device(device_id=device_id, person_id=cast.volunteer.id, session_id=session.id)
    assert held(db, cast.volunteer) == {"work_im": "u1"}
