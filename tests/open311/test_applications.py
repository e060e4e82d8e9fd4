"""Letting applications in and shutting them out: inside the own subtree, told once, written down."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from backend.areas.actions.succeed import succeed
from backend.areas.models import Area
from backend.core import clock as core_clock
from backend.core.db import db, uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.open311 import jobs
from backend.open311.actions.forget import KEPT_FOR
from backend.open311.models import Application, ServiceRequest
from tests.builders import people
from tests.builders.applications import App, case, form
from tests.builders.cases import Crew
from tests.cast import CHAOMING, DAOMAO_WEST, DISTRICT, WULIN, Cast
from tests.client import ActingClient

ALL = "/api/open311/applications"


@pytest.fixture
def keeper(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(people.person("潮系统", CHAOMING, "system_admin"))


def body(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "name": "浙里办", "area_code": CHAOMING, **changes}


def issued(keeper: ActingClient, **changes: Any) -> dict[str, Any]:
    reply = keeper.post(ALL, json=body(**changes))
    assert reply.status_code == 201, reply.json
    return dict(reply.json)


def test_a_key_is_told_once_and_kept_as_its_digest(app: Flask, keeper: ActingClient) -> None:
    made = issued(keeper)
    assert App(app, made["api_key"]).post().status_code == 200
    [listed] = keeper.get(ALL).json["items"]
    assert "api_key" not in listed
    assert made["api_key"].endswith(listed["key_hint"])
    kept = db.session.get_one(Application, UUID(made["id"]))
    assert made["api_key"].encode() not in kept.key_hash


def test_nobody_lets_an_application_into_anothers_area(keeper: ActingClient) -> None:
    for elsewhere in (DISTRICT, WULIN, "999"):
        assert keeper.post(ALL, json=body(area_code=elsewhere)).json["code"] == "area.not_found"


def test_an_id_is_given_once_and_is_time_ordered(keeper: ActingClient) -> None:
    made = issued(keeper)
    for bad in (made["id"], str(UUID(int=4, version=4))):
        assert keeper.post(ALL, json=body(id=bad)).json["code"] == "application.bad_id"


def test_a_new_key_takes_the_place_of_the_old_one(app: Flask, keeper: ActingClient) -> None:
    made = issued(keeper)
    new = keeper.post(f"{ALL}/{made['id']}/renew").json
    assert App(app, made["api_key"]).post().status_code == 403
    assert App(app, new["api_key"]).post().status_code == 200


def test_a_revoked_one_is_shut_out_and_its_cases_stay(app: Flask, keeper: ActingClient) -> None:
    made = issued(keeper)
    number = App(app, made["api_key"]).reported()
    for _ in range(2):
        assert keeper.post(f"{ALL}/{made['id']}/revoke").json["revoked_at"] is not None
    assert App(app, made["api_key"]).post().status_code == 403
    assert App(app).get(f"requests/{number}.json").status_code == 200
    assert keeper.post(f"{ALL}/{made['id']}/renew").json["code"] == "application.revoked"


def test_what_was_done_to_an_application_is_written_down(keeper: ActingClient) -> None:
    made = issued(keeper)
    keeper.post(f"{ALL}/{made['id']}/renew")
    keeper.post(f"{ALL}/{made['id']}/revoke")
    facts = db.session.scalars(select(Fact).where(Fact.subject_type == "application").order_by(Fact.seq)).all()
    assert [fact.kind for fact in facts] == ["application.issued", "application.renewed", "application.revoked"]
    assert all(fact.actor_id is not None and fact.area_path.endswith(f"{CHAOMING}.") for fact in facts)
    assert made["api_key"] not in str([fact.data for fact in facts])


def test_the_reporter_of_its_cases_is_nobody_who_signs_in(app: Flask, client: ActingClient, cast: Cast) -> None:
    keeper = client.as_(people.person("潮系统", CHAOMING, "system_admin"))
    found = case(App(app, issued(keeper)["api_key"]).reported())
    person = db.session.get_one(Person, found.reporter_id)
    assert (person.name, person.active) == ("浙里办", False)
    names = [one["name"] for one in client.as_(cast.chaoming_admin).get("/api/people").json["items"]]
    assert "浙里办" not in names
    assert client.as_(cast.chaoming_duty).get(f"/api/incidents/{found.id}").json["reporter"]["name"] == "浙里办"


def test_it_goes_along_when_its_street_gets_a_successor(app: Flask, keeper: ActingClient, clock: Any) -> None:
    made = issued(keeper)
    clock.move(86_400)
    succeed(code=CHAOMING, becomes="330103105", under=DISTRICT, on=core_clock.now().date())
    path = "330103.330103005."
    for _ in range(2):
        jobs.rehome(path)
    kept = db.session.get_one(Application, UUID(made["id"]))
    db.session.refresh(kept)
    assert (kept.area_code, kept.area_path) == ("330103105", db.session.get_one(Area, "330103105").path)


def test_who_reported_is_forgotten_half_a_year_after_the_end(city: App, crew: Crew, clock: Any) -> None:
    over, open_one = city.reported(phone="13912345678"), city.reported(phone="13987654321")
    for _, who, verb, more in crew.way():
        crew.step(who, str(case(over).id), verb, **more)
    clock.move((KEPT_FOR - timedelta(seconds=1)).total_seconds())
    jobs.forget_contacts()
    assert known(over)
    clock.move(2)
    for _ in range(2):
        jobs.forget_contacts()
    assert (known(over), known(open_one)) == (False, True)
    assert city.get(f"requests/{over}.json", api_key=city.key).json[0]["description"] == form("")["description"]


def known(number: str) -> bool:
    db.session.expire_all()
    return db.session.get_one(ServiceRequest, case(number).id).contact is not None


def test_the_command_lets_in_lists_and_shuts_out(app: Flask, cast: Cast) -> None:
    def run(*words: str) -> str:
        done = app.test_cli_runner().invoke(args=["open311", *words])
        assert done.exit_code == 0, done.output
        return done.output

    said = run("issue", "交通热线", "--area", CHAOMING, "--source", "resident", "--per-minute", "5")
    number, key = re.fullmatch(r"(\S+)  (palm_\S+)\n", said).groups()
    found = case(App(app, key).reported())
    assert (found.source, found.area_code) == ("resident", DAOMAO_WEST)
    assert run("list") == f"{number}  …{key[-4:]}  {CHAOMING}  交通热线\n"
    run("revoke", number)
    assert "revoked" in run("list")
    assert App(app, key).post().status_code == 403
    unknown = app.test_cli_runner().invoke(args=["open311", "issue", "x", "--area", "999"])
    assert (unknown.exit_code, "No such area" in unknown.output) == (1, True)
