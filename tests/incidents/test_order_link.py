"""From a case to an order in one tap, and back."""

from typing import Any
from uuid import UUID

import pytest

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.incidents.actions.follow_order import follow_order
from tests.builders import incidents, orders
from tests.builders.cases import Crew
from tests.builders.incidents import IN_WEST
from tests.cast import DAOMAO_WEST


@pytest.fixture
def case(crew: Crew) -> str:
    orders.plans()
    database.session.commit()
    return crew.report(category_code=incidents.COLLAPSE, point=IN_WEST)


def drafted(crew: Crew, case: str) -> dict[str, Any]:
    reply = crew.client.as_(crew.cast.chaoming_commander).get(f"/api/incidents/{case}/order-draft")
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def issue(crew: Crew, draft: dict[str, Any], **changes: Any) -> Any:
    body = {"id": str(uuid7()), "status": "Actual", "stamps": {}, **draft, **changes}
    return crew.client.as_(crew.cast.chaoming_commander).post("/api/orders", json=body)


def test_the_order_begins_with_the_plan_the_point_and_the_words_of_the_case(crew: Crew, case: str) -> None:
    draft = drafted(crew, case)
    assert (draft["plan_code"], draft["plan_version"], draft["cause"]) == ("road_collapse", 1, f"incident:{case}")
    assert draft["target"]["circle"] == {"lng": 120.171, "lat": 30.271, "radius_m": 120.0}
    assert draft["slots"]["radius"] == {"zh": "120米", "en": "120 m"}
    assert draft["slots"]["phone"]["zh"] == crew.cast.chaoming_commander.phone
    assert set(draft["slots"]) == {"place", "radius", "phone"}


def test_the_order_keeps_its_cause_and_the_case_shows_its_orders(crew: Crew, case: str) -> None:
    target = orders.target(DAOMAO_WEST)
    made = issue(crew, drafted(crew, case), target=target)
    assert (made.status_code, made.json["cause"]) == (201, f"incident:{case}")
    for _ in range(2):
        follow_order(UUID(made.json["id"]))
    database.session.commit()
    shown = crew.get(crew.cast.chaoming_duty, case)
    [linked] = [step for step in shown["steps"] if step["verb"] == "order"]
    assert (linked["data"]["order_id"], linked["data"]["kind"]) == (made.json["id"], "alert")
    assert shown["state"] == "pending"
    url = f"/api/incidents/{case}/orders"
    items = crew.client.as_(crew.cast.chaoming_duty).get(url).json["items"]
    assert [item["id"] for item in items] == [made.json["id"]]
    assert "cause" not in crew.client.as_(crew.cast.grid_worker).get(f"/api/me/orders/{made.json['id']}").json


def test_what_follows_an_order_has_its_cause_and_is_written_down_too(crew: Crew, case: str) -> None:
    made = issue(crew, drafted(crew, case), target=orders.target(DAOMAO_WEST)).json
    commander = crew.client.as_(crew.cast.chaoming_commander)
    cleared = commander.post(f"/api/orders/{made['id']}/all-clear", json={"id": str(uuid7())}).json
    assert cleared["cause"] == made["cause"]
    for order_id in (made["id"], cleared["id"]):
        follow_order(UUID(order_id))
    database.session.commit()
    steps = [
        step["data"]["kind"] for step in crew.get(crew.cast.chaoming_duty, case)["steps"] if "kind" in step["data"]
    ]
    assert steps == ["alert", "all_clear"]


def test_nobody_writes_into_another_streets_case_by_naming_it(crew: Crew, case: str) -> None:
    foreign = crew.report(crew.cast.wulin_worker, point=incidents.IN_XIANLIN, category_code=incidents.COLLAPSE)
    draft = drafted(crew, case) | {"cause": f"incident:{foreign}"}
    made = issue(crew, draft, target=orders.target(DAOMAO_WEST)).json
    follow_order(UUID(made["id"]))
    database.session.commit()
    assert [step["verb"] for step in crew.get(crew.cast.wulin_worker, foreign)["steps"]] == ["report"]
    refused = crew.client.as_(crew.cast.chaoming_commander).get(f"/api/incidents/{foreign}/order-draft")
    assert (refused.status_code, refused.json["code"]) == (404, "incident.not_found")


def test_a_submission_hands_its_cause_on_to_the_order(crew: Crew, case: str) -> None:
    body = {"id": str(uuid7()), "status": "Actual", "stamps": {}, **drafted(crew, case)}
    body["target"] = orders.target(DAOMAO_WEST)
    sent = crew.client.as_(crew.cast.chaoming_commander).post("/api/submissions", json=body)
    assert (sent.status_code, sent.json["cause"]) == (201, f"incident:{case}")
    approved = crew.client.as_(crew.cast.commander).post(f"/api/submissions/{body['id']}/approve")
    assert approved.status_code == 200, approved.json
    order = crew.client.as_(crew.cast.chaoming_commander).get(f"/api/orders/{body['id']}")
    assert order.json["cause"] == f"incident:{case}"


def test_a_case_without_a_plan_of_its_own_still_gives_its_place(crew: Crew) -> None:
    orders.plans()
    database.session.commit()
    draft = drafted(crew, crew.report())
    assert (draft["plan_code"], draft["slots"], draft["target"]["areas"]) == (None, {}, [DAOMAO_WEST])


@pytest.mark.parametrize("cause", ["", "incident", "incident:1", "Incident:../etc", "x" * 300])
def test_a_cause_that_is_none_is_refused(crew: Crew, case: str, cause: str) -> None:
    assert issue(crew, drafted(crew, case) | {"cause": cause}).status_code == 422
