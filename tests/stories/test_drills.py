"""A month of drills in Chaoming: one planned, one scored to the second, and a monthly test of the lines."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from backend.commands.actions.drills.finish import finish_ended
from backend.commands.actions.drills.run_due import run_due
from backend.core.db import db as database
from tests.builders import drills, orders, people
from tests.builders.orders import Gateway, names
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, phones, reports

pytestmark = pytest.mark.usefixtures("clock")


class Planner(Desk):
    """A commander in front of the drills."""

    def plans(self, body: dict[str, Any]) -> str:
        return str(self._write("/api/drills", body)["id"])

    def drill(self, drill_id: str) -> dict[str, Any]:
        reply = self._client.as_(self.who).get(f"/api/drills/{drill_id}")
        assert reply.status_code == 200, reply.json
        return dict(reply.json)

    def coming(self) -> list[dict[str, Any]]:
        return list(self._client.as_(self.who).get("/api/drills?when=upcoming").json["items"])


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Planner:
    return Planner(client, cast.chaoming_commander)


def tick() -> None:
    """What the worker does every ten seconds."""
    run_due()
    finish_ended()
    database.session.commit()


def test_a_drill_is_planned_held_and_scored_to_the_second(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Planner, clock
) -> None:
    recipients = [cast.secretary, cast.grid_worker, cast.volunteer]
    for person in recipients:
        orders.phone(person)
    drill_id = desk.plans(drills.body(DAOMAO))
    tick()
    assert gateway.claim() == []

    clock.move(drills.HOUR_S)
    tick()
    running = desk.drill(drill_id)
    assert (running["state"], running["result"]) == ("started", None)
    clock.move(9)
    ringing = phones(client, gateway.deliver())
    assert set(ringing) == {person.id for person in recipients}
    assert all(phone.notification["title"].startswith(("【演练】", "[EXERCISE]")) for phone in ringing.values())
    assert all(phone.data["exercise"] for phone in ringing.values())

    clock.move(51)
    ringing[cast.grid_worker.id].report("acknowledged")
    clock.move(60)
    ringing[cast.volunteer.id].report("acknowledged")
    clock.move(120)
    ringing[cast.secretary.id].report("acknowledged")
    desk.order = {"id": running["order_id"]}
    assert desk.board()["is_answered"] is True
    desk.end("all-clear")
    tick()

    done = desk.drill(drill_id)
    result = done["result"]
    assert (result["measured_from"], result["seconds_to_accepted"], result["accepted_in_time"]) == ("queued", 9, True)
    assert (result["seconds_to_answered"], result["answered_in_time"]) == (240, True)
    assert (result["people"], result["acknowledged_share"], result["unreached"]) == (3, 1, 0)
    [street] = done["streets"]
    assert (street["area_code"], street["answered"], street["passed"]) == (CHAOMING, 3, True)
    assert [item["kind"] for item in done["story"]] == ["drill.planned", "drill.started", "drill.finished"]


def test_a_drill_by_one_key_is_measured_from_its_opening(cast: Cast, gateway: Gateway, desk: Planner, clock) -> None:
    orders.phone(cast.grid_worker)
    opened = (clock.now() - timedelta(seconds=45)).isoformat()
    drill_id = desk.plans(drills.body(DAOMAO_WEST, in_s=None, stamps={"opened": opened}))
    clock.move(13)
    gateway.deliver()
    clock.move(4 * drills.HOUR_S)
    tick()
    result = desk.drill(drill_id)["result"]
    assert (result["measured_from"], result["seconds_to_accepted"], result["accepted_in_time"]) == ("opened", 58, False)
    assert (result["seconds_to_answered"], result["answered_in_time"]) == (None, False)
    assert (result["unreached"], result["acknowledged_share"]) == (1, 0)


def test_the_lines_are_tested_month_after_month_and_compared(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Planner, clock
) -> None:
    for person in (cast.grid_worker, cast.volunteer):
        orders.phone(person)
    desk.plans(drills.lines_body(DAOMAO_WEST, repeats="monthly"))
    for seconds in (100, 400):
        [coming] = desk.coming()
        clock.hold(datetime.fromisoformat(coming["starts_at"]))
        tick()
        gateway.deliver()
        order_id = desk.drill(coming["id"])["order_id"]
        clock.move(seconds)
        for person in (cast.grid_worker, cast.volunteer):
            assert reports(client, person, order_id, "acknowledged") == 200
        clock.move(drills.HOUR_S)
        tick()
    last = desk.drill(coming["id"])
    [before] = last["earlier"]
    assert (last["result"]["seconds_to_answered"], last["result"]["answered_in_time"]) == (400, False)
    assert (before["result"]["seconds_to_answered"], before["result"]["answered_in_time"]) == (100, True)
    assert last["result"]["acknowledged_share"] == 0, "both answered after the deadline"
    [following] = desk.coming()
    assert (following["previous_id"], following["series_id"]) == (last["id"], before["id"])


def test_a_worker_that_was_down_for_the_night_wakes_nobody(cast: Cast, gateway: Gateway, desk: Planner, clock) -> None:
    orders.phone(cast.grid_worker)
    drill_id = desk.plans(drills.body(DAOMAO_WEST))
    clock.move(9 * drills.HOUR_S)
    tick()
    assert gateway.claim() == []
    missed = desk.drill(drill_id)
    assert (missed["state"], missed["cause"]) == ("called_off", "missed")


def test_who_joins_is_not_asked_and_who_leaves_is_not_replaced(
    cast: Cast, gateway: Gateway, desk: Planner, clock
) -> None:
    for person in (cast.grid_worker, cast.volunteer):
        orders.phone(person)
    desk.plans(drills.lines_body(DAOMAO_WEST))
    newcomer = people.person("新来", DAOMAO_WEST, "volunteer")
    orders.phone(newcomer)
    cast.volunteer.active = False
    database.session.commit()
    clock.move(drills.HOUR_S)
    tick()
    [only] = gateway.deliver()
    assert names([only]) == {cast.grid_worker.id}
    assert [action["action"] for action in orjson.loads(only.payload)["notification"]["actions"]] == ["acknowledged"]
