"""Stories of the health code, with a clock that moves: seven clean days, a gate without network, a copy, an appeal."""

from typing import Any

import pytest

from backend.health.actions.purge import purge
from tests.builders import health
from tests.cast import DAOMAO, Cast
from tests.client import ActingClient

HOUR = 3_600
DAY = 24 * HOUR


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def test_yellow_turns_green_after_seven_clean_days(client: ActingClient, cast: Cast, clock: Any) -> None:
    """Fever on Monday; every morning a clean declaration; on the seventh day the gate lets her in."""
    place = health.place(cast.chaoming_duty, DAOMAO)

    def declare(*symptoms: str) -> dict[str, Any]:
        reply = client.as_(cast.volunteer).post("/api/me/health/declarations", json=health.declaration(*symptoms))
        assert reply.status_code == 200
        return dict(reply.json)

    def at_the_gate() -> bool:
        code = client.as_(cast.volunteer).post("/api/me/health/code").json["text"]
        taken = client.as_(cast.grid_worker).post("/api/gate/check-ins", json=health.check_in(place.id, code))
        return bool(taken.json["passed"])

    assert declare("fever")["colour"] == "yellow"
    assert at_the_gate() is False
    for day in range(1, 8):
        clock.move(DAY)
        said = declare()
        assert said["colour"] == ("green" if day == 7 else "yellow"), day
        assert at_the_gate() is (day == 7)
    assert said["reasons"][0]["en"] == "Green after 7 clean days in a row"
    case = client.as_(cast.volunteer).get("/api/me/isolation").json
    assert (case["ended_at"], case["missed"]) == (None, 7)
    released = client.as_(cast.chaoming_duty).post(f"/api/isolations/{case['id']}/release", json={"note": "转绿"})
    assert released.status_code == 204


def test_a_gate_without_network_for_a_day_is_merged(client: ActingClient, cast: Cast, clock: Any) -> None:
    """Two phones at one gate scan the same people; in the evening both send what they have, in any order."""
    place, other = (health.place(cast.chaoming_duty, DAOMAO, name) for name in ("东门", "西门"))
    health.declared(cast.volunteer)
    health.declared(cast.secretary, "fever")
    first, second, elsewhere = [], [], []
    for _ in range(8):
        green, yellow = (health.code(who).text for who in (cast.volunteer, cast.secretary))
        first.append(health.check_in(place.id, green, said_passed=True))
        first.append(health.check_in(place.id, yellow, said_passed=False))
        clock.move(20)
        second.append(health.check_in(place.id, green, said_passed=True))
        elsewhere.append(health.check_in(other.id, green, said_passed=True))
        clock.move(HOUR)
    clock.move(4 * HOUR)
    for batch in (second, first, elsewhere, first):
        reply = client.as_(cast.grid_worker).post("/api/gate/check-ins/batch", json={"items": batch})
        assert [item["refusal"] for item in reply.json["items"]] == [None] * len(batch)
    today = client.as_(cast.grid_worker).get(f"/api/gate/places/{place.id}").json
    assert (today["passed"], today["stopped"], today["double_use"]) == (8, 8, 8)
    assert not any(one["differs"] for one in today["recent"])


def test_a_code_that_was_revoked_is_stopped_by_a_gate_that_has_heard_of_it(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    """A screenshot of this morning's green code, shown after a fever was declared at noon."""
    place = health.place(cast.chaoming_duty, DAOMAO)
    health.declared(cast.volunteer)
    screenshot = health.code(cast.volunteer).text
    clock.move(4 * HOUR)
    health.declared(cast.volunteer, "fever")
    clock.move(60)
    told = client.as_(cast.grid_worker).post(
        "/api/gate/check-ins", json=health.check_in(place.id, screenshot, said_passed=True)
    )
    assert (told.json["why"], told.json["passed"], told.json["differs"]) == ("revoked", False, True)
    clock.move(DAY)
    assert client.as_(cast.grid_worker).get("/api/gate/trust-list").json["revoked"] == "", "expired by itself"


def test_a_gate_that_was_away_for_six_days_still_stops_what_was_revoked_then(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    """Its list was older than the fever: it let the code in, and the merge says that it erred."""
    place = health.place(cast.chaoming_duty, DAOMAO)
    health.declared(cast.volunteer)
    screenshot = health.code(cast.volunteer).text
    clock.move(HOUR)
    health.declared(cast.volunteer, "fever")
    clock.move(HOUR)
    seen = health.check_in(place.id, screenshot, said_passed=True)
    for _ in range(6):
        clock.move(DAY)
        purge()
    [told] = client.as_(cast.grid_worker).post("/api/gate/check-ins/batch", json={"items": [seen]}).json["items"]
    assert (told["check_in"]["why"], told["check_in"]["passed"], told["check_in"]["differs"]) == (
        "revoked",
        False,
        True,
    )


def test_an_appeal_puts_right_what_was_tapped_by_mistake(client: ActingClient, cast: Cast, clock: Any) -> None:
    """Red by a slip of the finger; the community looks into it and clears it; what is declared later counts again."""
    volunteer = client.as_(cast.volunteer)
    volunteer.post("/api/me/health/declarations", json=health.declaration(contact=True))
    assert volunteer.get("/api/me/health").json["isolation_id"]
    clock.move(HOUR)
    appeal = {"id": str(health.uuid7()), "reason": "点错了"}
    client.as_(cast.volunteer).post("/api/me/health/appeals", json=appeal)
    clock.move(HOUR)
    volunteer, secretary = client.as_(cast.volunteer), client.as_(cast.secretary)
    assert secretary.get("/api/health-appeals").json["items"][0]["reasons"][0]["zh"] == "申报与确诊或疑似病例有接触"
    secretary.post(f"/api/health-appeals/{appeal['id']}/grant", json={"note": "电话核实，无接触史"})
    cleared = volunteer.get("/api/me/health").json
    assert (cleared["colour"], cleared["isolation_id"], cleared["appeal"]["outcome"]) == ("green", None, "granted")
    clock.move(DAY)
    client.as_(cast.volunteer).post("/api/me/health/declarations", json=health.declaration("cough"))
    assert client.as_(cast.volunteer).get("/api/me/health").json["colour"] == "yellow"
