"""Submissions over HTTP: who may decide what, and what comes of it."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.models.order import Order
from backend.core.facts import Fact
from backend.identity.models import Person
from tests import cast as places
from tests.builders import orders, people
from tests.cast import Cast
from tests.client import ActingClient

WIDE = (places.CHAOMING, places.WULIN)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def officer(cast: Cast) -> Person:
    """区值班长, the other one who may decide over the district."""
    return people.person("区值班", places.DISTRICT, "duty_officer")


@pytest.fixture
def sent(cast: Cast, officer: Person) -> dict[str, Any]:
    return orders.submission(cast.commander, *WIDE)


def decide(client: ActingClient, who: Person, submission: dict[str, Any], verb: str, **body: Any) -> Any:
    address = f"/api/submissions/{submission['id']}/{verb}"
    return client.as_(who).post(address, json=body) if body else client.as_(who).post(address)


def order_of(db: SQLAlchemy, submission: dict[str, Any]) -> Order | None:
    return db.session.get(Order, submission["id"])


def test_a_wide_order_is_refused_until_somebody_agrees_or_it_is_overridden(client: ActingClient, cast: Cast) -> None:
    commander, body = client.as_(cast.commander), orders.body(*WIDE)
    refused = commander.post("/api/orders", json=body)
    assert (refused.status_code, refused.json["code"]) == (409, "order.needs_second_person")
    short = commander.post("/api/orders", json={**body, "override_reason": "急"})
    assert short.json["code"] == "request.invalid"
    issued = commander.post("/api/orders", json={**body, "override_reason": "区值班电话无人接听"})
    assert issued.status_code == 201, issued.json
    assert issued.json["override_reason"] == "区值班电话无人接听"
    kinds = [item["kind"] for item in commander.get(f"/api/orders/{body['id']}/timeline").json["items"]]
    assert kinds == ["order.issued", "order.overridden"]
    # Why nobody was asked is between those who command.
    assert "override_reason" not in client.as_(cast.wulin_worker).get(f"/api/me/orders/{body['id']}").json


def test_a_street_needs_nobody_else_and_a_reason_given_all_the_same_is_not_kept(
    client: ActingClient, cast: Cast
) -> None:
    body = orders.body(places.CHAOMING, override_reason="不必要的理由")
    issued = client.as_(cast.chaoming_commander).post("/api/orders", json=body)
    assert (issued.status_code, issued.json["override_reason"]) == (201, None)


def test_a_submission_waits_and_shows_who_may_decide(client: ActingClient, cast: Cast, officer: Person) -> None:
    body = orders.body(*WIDE)
    reply = client.as_(cast.commander).post("/api/submissions", json=body)
    assert reply.status_code == 201, reply.json
    shown = reply.json
    assert (shown["id"], shown["state"], shown["is_mine"], shown["may_decide"]) == (body["id"], "pending", True, False)
    assert [(one["name"], one["role"]) for one in shown["deciders"]] == [("区值班", "duty_officer")]
    assert (shown["area"]["code"], shown["people"], shown["reach"]["ladder"]) == (places.DISTRICT, 8, 8)
    assert shown["target"] == body["target"]
    assert [step["state"] for step in shown["steps"]] == ["pending"]
    theirs = client.as_(officer).get("/api/submissions?state=pending").json["items"]
    assert [(one["id"], one["may_decide"]) for one in theirs] == [(body["id"], True)]
    assert client.as_(cast.commander).get("/api/orders").json["items"] == []


def test_approving_issues_the_order_of_who_asked(
    client: ActingClient, cast: Cast, db: SQLAlchemy, sent: dict[str, Any], officer: Person, clock: Any
) -> None:
    clock.move(20)
    reply = decide(client, officer, sent, "approve")
    assert (reply.status_code, reply.json["state"]) == (200, "approved"), reply.json
    order = client.as_(cast.commander).get(f"/api/orders/{sent['id']}").json
    assert (order["issuer"]["name"], order["approved_by"]["name"]) == ("周建国", "区值班")
    assert (order["approved_at"], order["override_reason"]) == ("2026-03-02T01:00:20+00:00", None)
    assert order["texts"] == sent["texts"]
    board = client.as_(cast.commander).get(f"/api/orders/{sent['id']}/board").json
    assert board["stamps"]["approved"] == order["approved_at"]
    kinds = [item["kind"] for item in client.as_(officer).get(f"/api/orders/{sent['id']}/timeline").json["items"]]
    assert kinds == ["submission.sent", "submission.approved", "order.issued"]
    mine = client.as_(cast.wulin_worker).get(f"/api/me/orders/{sent['id']}").json
    assert mine["approved_by"]["name"] == "区值班"


@pytest.mark.parametrize(("verb", "body"), [("approve", {}), ("refuse", {"reason": "不同意"})])
def test_who_sent_it_cannot_decide_it(
    client: ActingClient, cast: Cast, db: SQLAlchemy, sent: dict[str, Any], verb: str, body: dict[str, Any]
) -> None:
    refused = decide(client, cast.commander, sent, verb, **body)
    assert (refused.status_code, refused.json["code"]) == (403, "submission.not_yourself")
    assert order_of(db, sent) is None


def test_who_looks_after_a_part_of_the_place_neither_sees_nor_decides_it(
    client: ActingClient, cast: Cast, sent: dict[str, Any]
) -> None:
    for street in (cast.chaoming_commander, cast.chaoming_duty):
        assert client.as_(street).get(f"/api/submissions/{sent['id']}").status_code == 404
        assert decide(client, street, sent, "approve").json["code"] == "submission.not_found"


@pytest.mark.parametrize(("verb", "body"), [("withdraw", {}), ("override", {"reason": "不等了不等了"})])
def test_only_its_sender_takes_it_back_or_overrides(
    client: ActingClient, cast: Cast, sent: dict[str, Any], verb: str, body: dict[str, Any]
) -> None:
    other = people.person("另一位区指挥长", places.DISTRICT, "commander")
    refused = decide(client, other, sent, verb, **body)
    assert (refused.status_code, refused.json["code"]) == (403, "submission.not_yours")


@pytest.mark.parametrize(
    ("by_sender", "verb", "body", "state"),
    [
        (False, "approve", {}, "approved"),
        (False, "refuse", {"reason": "范围过大"}, "refused"),
        (True, "withdraw", {}, "withdrawn"),
        (True, "override", {"reason": "情况紧急,不能再等"}, "overridden"),
    ],
)
def test_a_settled_submission_stays_as_it_is_and_says_who_and_why(
    client: ActingClient, cast: Cast, db: SQLAlchemy, sent: dict[str, Any], officer: Person,
    by_sender: bool, verb: str, body: dict[str, Any], state: str,
) -> None:  # fmt: skip
    who = cast.commander if by_sender else officer
    assert decide(client, who, sent, verb, **body).json["state"] == state
    last = client.as_(cast.commander).get(f"/api/submissions/{sent['id']}").json["steps"][-1]
    assert (last["state"], last["who"]["name"], last["reason"]) == (state, who.name, body.get("reason"))
    again = decide(client, officer, sent, "approve")
    assert (again.status_code, again.json["code"]) == (409, "submission.settled")
    order = order_of(db, sent)
    assert (order is not None) is (state in {"approved", "overridden"})
    if order is not None:
        assert order.override_reason == body.get("reason")
    kinds = db.session.scalars(select(Fact.kind).where(Fact.subject_id == str(sent["id"])).order_by(Fact.seq)).all()
    assert kinds[:2] == ["submission.sent", f"submission.{state}"]


def test_what_cannot_be_issued_is_not_submitted_either(client: ActingClient, cast: Cast, officer: Person) -> None:
    commander = client.as_(cast.commander)
    for changes, code in (
        ({"slots": {}}, "order.slot_missing"),
        ({"plan_version": 9}, "plan.changed"),
        ({"target": orders.target()}, "order.resolves_to_nobody"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "order.expires_in_the_past"),
    ):
        assert commander.post("/api/submissions", json=orders.body(*WIDE, **changes)).json["code"] == code
    body = orders.body(*WIDE)
    assert commander.post("/api/submissions", json=body).status_code == 201
    assert commander.post("/api/submissions", json=body).json["code"] == "order.id_taken"


def test_where_nobody_else_may_decide_nobody_waits(client: ActingClient, cast: Cast) -> None:
    refused = client.as_(cast.commander).post("/api/submissions", json=orders.body(*WIDE))
    assert (refused.status_code, refused.json["code"]) == (409, "submission.nobody_may_decide")


def test_a_sender_who_is_gone_by_then_issues_nothing(
    client: ActingClient, cast: Cast, db: SQLAlchemy, sent: dict[str, Any], officer: Person
) -> None:
    cast.commander.active = False
    db.session.commit()
    assert decide(client, officer, sent, "approve").json["code"] == "submission.submitter_gone"
    assert client.as_(officer).get(f"/api/submissions/{sent['id']}").json["state"] == "pending"
