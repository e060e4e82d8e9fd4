"""Declaring, codes, gates, appeals and isolation, over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.health.actions import keys
from backend.health.models.gate import CheckIn
from backend.health.models.isolation import IsolationCase
from backend.health.models.state import HealthCode, SigningKey
from backend.health.queries.green import green
from tests.builders import health
from tests.cast import CHAOMING, DAOMAO, WULIN, Cast
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


def test_a_clean_declaration_makes_the_code_green_and_says_why(client: ActingClient, cast: Cast) -> None:
    volunteer = client.as_(cast.volunteer)
    before = volunteer.get("/api/me/health").json
    assert (before["colour"], before["declared"]) == ("unknown", None)
    after = volunteer.post("/api/me/health/declarations", json=health.declaration()).json
    assert (after["colour"], after["half"], after["declared"]["symptoms"]) == ("green", "morning", [])
    assert after["reasons"] == [{"zh": "最近一次申报无异常", "en": "The last declaration was clean"}]
    assert {row.person_id for row in database.session.execute(green())} == {cast.volunteer.id}


def test_one_declaration_per_half_day_to_which_is_added_and_nothing_taken_back(
    client: ActingClient, cast: Cast
) -> None:
    volunteer = client.as_(cast.volunteer)
    first = health.declaration("fever")
    replies = [volunteer.post("/api/me/health/declarations", json=first).json for _ in range(2)]
    assert replies[0] == replies[1]
    milder = volunteer.post("/api/me/health/declarations", json=health.declaration("cough")).json
    assert milder["declared"]["id"] == first["id"]
    assert milder["declared"]["symptoms"] == ["cough", "fever"]
    assert volunteer.post("/api/me/health/declarations", json=health.declaration()).json["colour"] == "yellow"


def test_a_declaration_that_waited_in_the_phone_counts_for_its_half_day(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    waited = health.declaration("fever")
    clock.move(2 * DAY)
    after = client.as_(cast.volunteer).post("/api/me/health/declarations", json=waited).json
    assert (after["colour"], after["declared"]) == ("yellow", None)
    assert after["since"] == waited["device_at"]


@pytest.mark.parametrize("changes", [{"symptoms": ["love"]}, {"symptoms": None}, {"risk_area": "?"}, {"extra": 1}])
def test_nonsense_is_refused(client: ActingClient, cast: Cast, changes: dict[str, Any]) -> None:
    sent = {**health.declaration(), **changes}
    assert client.as_(cast.volunteer).post("/api/me/health/declarations", json=sent).status_code == 422


def test_ids_are_time_ordered_and_nobody_elses(client: ActingClient, cast: Cast) -> None:
    odd = client.as_(cast.volunteer).post("/api/me/health/declarations", json=health.declaration(id=str(uuid4())))
    assert (odd.status_code, odd.json["code"]) == (422, "health.bad_id")
    taken = health.declared(cast.wulin_worker)
    refused = client.as_(cast.volunteer).post("/api/me/health/declarations", json=health.declaration(id=str(taken.id)))
    assert (refused.status_code, refused.json["code"]) == (409, "health.id_taken")


def test_a_code_is_signed_new_each_time_and_the_gate_takes_it(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    code = client.as_(cast.volunteer).post("/api/me/health/code").json
    assert code["colour"] == "green"
    assert len(code["qr"]) == len(code["qr"][0])
    assert cast.volunteer.name not in code["text"]
    place = health.place(cast.chaoming_duty, DAOMAO)
    worker = client.as_(cast.grid_worker)
    assert worker.post("/api/gate/verify", json={"code": code["text"]}).json == {
        "ok": True, "why": "ok", "provider": "palm", "colour": "green", "aged": False
    }  # fmt: skip
    sent = health.check_in(place.id, code["text"], said_passed=True)
    taken = [worker.post("/api/gate/check-ins", json=sent).json for _ in range(2)]
    assert taken[0] == taken[1]
    assert (taken[0]["passed"], taken[0]["colour"], taken[0]["differs"]) == (True, "green", False)
    shown = worker.get(f"/api/gate/places/{place.id}").json
    assert (shown["passed"], shown["stopped"], len(shown["recent"])) == (1, 0, 1)
    row = database.session.scalars(select(CheckIn)).one()
    assert row.subject_hash is not None
    assert row.purge_after == row.happened_at + timedelta(days=14)


def test_the_short_number_does_where_nothing_can_be_scanned(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    short = health.code(cast.volunteer).code.short
    worker, place = client.as_(cast.grid_worker), health.place(cast.chaoming_duty, DAOMAO)
    typed = health.check_in(place.id, f"{short[:4].lower()} {short[4:]}", source="manual")
    assert worker.post("/api/gate/check-ins", json=typed).json["passed"] is True
    wrong = health.check_in(place.id, "22222222", source="manual")
    stopped = worker.post("/api/gate/check-ins", json=wrong).json
    assert (stopped["passed"], stopped["why"]) == (False, "unknown_key")


def test_a_colour_that_changes_revokes_the_codes_that_are_about(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    code = health.code(cast.volunteer)
    health.declared(cast.volunteer, "fever")
    worker, place = client.as_(cast.grid_worker), health.place(cast.chaoming_duty, DAOMAO)
    assert worker.post("/api/gate/check-ins", json=health.check_in(place.id, code.text)).json["why"] == "revoked"
    listed = worker.get("/api/gate/trust-list").json
    assert listed["revoked"]
    fresh = health.code(cast.volunteer)
    stopped = worker.post("/api/gate/check-ins", json=health.check_in(place.id, fresh.text)).json
    assert (stopped["why"], stopped["colour"], stopped["passed"]) == ("ok", "yellow", False)


def test_what_was_scanned_before_the_revocation_was_good_then(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer)
    code, place = health.code(cast.volunteer), health.place(cast.chaoming_duty, DAOMAO)
    kept = health.check_in(place.id, code.text)
    clock.move(HOUR)
    health.declared(cast.volunteer, "fever")
    clock.move(HOUR)
    assert client.as_(cast.grid_worker).post("/api/gate/check-ins", json=kept).json["passed"] is True


def test_a_batch_takes_what_is_good_and_names_what_is_not(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    code, place = health.code(cast.volunteer), health.place(cast.chaoming_duty, DAOMAO)
    items = [health.check_in(place.id, code.text), health.check_in(uuid4(), code.text), health.check_in(place.id, "?")]
    found = client.as_(cast.grid_worker).post("/api/gate/check-ins/batch", json={"items": items}).json["items"]
    assert [item["refusal"] for item in found] == [None, "place.not_found", None]
    assert [item["check_in"] and item["check_in"]["why"] for item in found] == ["ok", None, "format"]
    again = client.as_(cast.grid_worker).post("/api/gate/check-ins/batch", json={"items": items}).json["items"]
    assert again == found
    assert database.session.scalar(select(func.count()).select_from(CheckIn)) == 2


def test_one_code_at_two_places_within_a_minute_is_found_on_both(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer)
    code = health.code(cast.volunteer)
    east, west = (health.place(cast.chaoming_duty, DAOMAO, name) for name in ("东门", "西门"))
    worker = client.as_(cast.grid_worker)
    worker.post("/api/gate/check-ins", json=health.check_in(east.id, code.text))
    clock.move(30)
    second = worker.post("/api/gate/check-ins", json=health.check_in(west.id, code.text)).json
    assert second["double_use"] is True
    assert [worker.get(f"/api/gate/places/{one.id}").json["double_use"] for one in (east, west)] == [1, 1]
    assert facts("gate.double_use_found") == ["gate.double_use_found"]
    clock.move(120)
    third = worker.post("/api/gate/check-ins", json=health.check_in(west.id, code.text)).json
    assert third["double_use"] is False


def test_scanned_twice_at_one_place_it_counts_once(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer)
    code, place = health.code(cast.volunteer), health.place(cast.chaoming_duty, DAOMAO)
    worker = client.as_(cast.grid_worker)
    worker.post("/api/gate/check-ins", json=health.check_in(place.id, code.text))
    clock.move(20)
    other = client.as_(cast.chaoming_duty).post("/api/gate/check-ins", json=health.check_in(place.id, code.text))
    assert other.json["repeats"] is True
    assert worker.get("/api/gate/places").json["items"][0]["passed"] == 1


def test_the_person_scans_the_place_instead(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    place = health.place(cast.chaoming_duty, DAOMAO)
    text = client.as_(cast.chaoming_duty).get(f"/api/gate/places/{place.id}").json["text"]
    sent = {**health.tap(), "code": text}
    visits = [client.as_(cast.volunteer).post("/api/me/health/visits", json=sent).json for _ in range(2)]
    assert visits[0] == visits[1]
    assert (visits[0]["place_name"], visits[0]["passed"]) == (place.name, True)
    row = database.session.scalars(select(CheckIn)).one()
    assert (row.source, row.operator_id) == ("place", None)
    unknown = client.as_(cast.volunteer).post("/api/me/health/visits", json={**health.tap(), "code": "PP1:NO"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "place.not_found")


def test_places_are_kept_by_officers_of_their_area_and_seen_from_its_grids(client: ActingClient, cast: Cast) -> None:
    body = {"id": str(health.uuid7()), "name": "东河菜市场", "area_code": DAOMAO}
    assert client.as_(cast.wulin_commander).post("/api/gate/places", json=body).status_code == 404
    made = client.as_(cast.chaoming_duty).post("/api/gate/places", json=body)
    assert (made.status_code, made.json["text"][:4]) == (201, "PP1:")
    assert [one["name"] for one in client.as_(cast.grid_worker).get("/api/gate/places").json["items"]] == ["东河菜市场"]
    assert client.as_(cast.wulin_worker).get("/api/gate/places").json["items"] == []
    assert client.as_(cast.chaoming_duty).post(f"/api/gate/places/{body['id']}/close").status_code == 204
    assert client.as_(cast.grid_worker).get("/api/gate/places").json["items"] == []


def test_keys_are_known_a_day_before_they_sign_and_old_codes_stay_good(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    health.declared(cast.volunteer)
    old = health.code(cast.volunteer)
    new = keys.rotate()
    worker = client.as_(cast.grid_worker)
    assert len(worker.get("/api/gate/trust-list").json["keys"]) == 2
    assert health.code(cast.volunteer).code.kid == old.code.kid
    clock.move(DAY)
    assert health.code(cast.volunteer).code.kid == new.kid
    assert keys.rotate_old() is False
    clock.move(31 * DAY)
    assert keys.rotate_old() is True


def test_a_key_that_was_stolen_takes_its_codes_along(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer)
    old, place = health.code(cast.volunteer), health.place(cast.chaoming_duty, DAOMAO)
    keys.revoke(old.code.kid)
    worker = client.as_(cast.grid_worker)
    assert worker.post("/api/gate/check-ins", json=health.check_in(place.id, old.text)).json["why"] == "revoked"
    fresh = health.code(cast.volunteer)
    assert worker.post("/api/gate/check-ins", json=health.check_in(place.id, fresh.text)).json["why"] == "ok"
    sealed = database.session.scalars(select(SigningKey.private_sealed)).all()
    assert not any(b"PRIVATE KEY" in one for one in sealed)


def test_another_street_sees_nothing_of_it(client: ActingClient, cast: Cast) -> None:
    health.declared(cast.volunteer, "fever")
    path = f"/api/isolations/{case_of(cast).id}"
    wulin = client.as_(cast.wulin_commander)
    assert wulin.get("/api/isolations").json["items"] == []
    assert [wulin.get(path).status_code, wulin.get(f"{path}/release-document").status_code] == [404, 404]
    assert wulin.get(f"/api/isolations?area={CHAOMING}").status_code == 404
    assert client.as_(cast.commander).get(f"/api/isolations?area={WULIN}").json["items"] == []
    assert database.session.scalar(select(func.count()).select_from(HealthCode)) == 0
