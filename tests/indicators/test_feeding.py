"""Figures come in by a list, all or none, and from other programs, each by itself."""

from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.indicators.models.reading import Reading
from tests.builders import people
from tests.builders.readings import FIRMS, GDP, RESUMED, feed, new, taken
from tests.cast import CHAOMING, DAOMAO, DISTRICT, WULIN, XIANLIN, Cast
from tests.client import ActingClient

COLUMNS = ["indicator", "area", "period", "value", "numerator", "denominator"]


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return people.person("系统员", CHAOMING, "system_admin")


def listed(*lines: list[str], **more: Any) -> dict[str, Any]:
    rows = [{"line": at, "cells": cells} for at, cells in enumerate(lines, start=2)]
    return {"columns": COLUMNS, "rows": rows, "dry_run": False, **more}


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(Reading)) or 0


def test_a_list_is_taken_in_by_names_and_codes(client: ActingClient, keeper: Person, clock: object) -> None:
    body = listed(["新设企业数", DAOMAO, "2026年3月1日", "3"], [RESUMED, f"区划{DAOMAO}", "2026-03-01", "", "9", "10"])
    tried = client.as_(keeper).post("/api/readings/import", json={**body, "dry_run": True}).json
    assert (tried["taken"], tried["errors"], kept()) == (2, [], 0)
    done = client.as_(keeper).post("/api/readings/import", json=body).json
    assert (done["taken"], done["same"]) == (2, 0)
    again = client.as_(keeper).post("/api/readings/import", json=body).json
    assert (again["taken"], again["same"]) == (0, 2)


def test_a_list_with_a_fault_is_not_taken_at_all(client: ActingClient, keeper: Person, clock: object) -> None:
    lines = (
        [FIRMS, DAOMAO, "2026-03-01", "3"],
        ["没有", DAOMAO, "2026-03-01", "3"],
        [FIRMS, XIANLIN, "2026-03-01", "3"],
        [FIRMS, DAOMAO, "三月", "x"],
        [GDP, DAOMAO, "2025Q4", "3"],
        ["SO008", DAOMAO, "2026-03-01T09:00", "3"],
        [FIRMS, DAOMAO, "2026-3-1", "4"],
    )
    shown = client.as_(keeper).post("/api/readings/import", json=listed(*lines)).json
    assert [(one["line"], one["column"], one["code"]) for one in shown["errors"]] == [
        (3, "indicator", "reading.indicator"),
        (4, "area", "reading.area"),
        (5, "period", "reading.period"),
        (5, "value", "reading.number"),
        (6, "area", "reading.level"),
        (7, "indicator", "reading.computed"),
        (8, None, "reading.repeated"),
    ]
    assert (shown["taken"], kept()) == (0, 0)


def test_a_correction_by_a_list_says_why(client: ActingClient, keeper: Person, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, "2026-03-01", 3))
    body = listed([FIRMS, DAOMAO, "2026-03-01", "5"])
    tried = client.as_(keeper).post("/api/readings/import", json={**body, "dry_run": True}).json
    assert (tried["corrected"], tried["needs_reason"]) == (1, True)
    refused = client.as_(keeper).post("/api/readings/import", json=body)
    assert (refused.status_code, refused.json["code"]) == (422, "reading.correction_reason")
    done = client.as_(keeper).post("/api/readings/import", json={**body, "reason": "补报"}).json
    assert done["corrected"] == 1


def test_a_sheet_is_read_and_its_columns_are_guessed(client: ActingClient, keeper: Person) -> None:
    data = "指标,街道,统计期,数值\nEC029,潮鸣,2026-03-01,3\n".encode()
    reply = client.as_(keeper).post("/api/readings/import/sheet", data=data)
    assert reply.json["sheets"][0]["fields_guessed"] == ["indicator", "area", "period", "value"]


def sent(client: ActingClient, key: str | None, *readings: dict[str, Any]) -> Any:
    headers = {"X-Api-Key": key} if key else {}
    return client.post("/api/feed/readings", json={"readings": list(readings)}, headers=headers)


def test_a_program_sends_figures_and_what_is_bad_keeps_nothing_back(
    client: ActingClient, keeper: Person, clock: object
) -> None:
    _, key = feed(keeper, CHAOMING, indicators=[FIRMS])
    good = {"indicator": FIRMS, "area": DAOMAO, "period": "2026-03-01", "value": "3.5"}
    shown = sent(client, key, good, {**good, "area": XIANLIN}, {**good, "indicator": RESUMED}).json
    assert (shown["taken"], [(one["index"], one["code"]) for one in shown["refused"]]) == (
        1, [(1, "reading.area"), (2, "reading.not_yours"), (2, "reading.two_numbers"), (2, "reading.two_numbers")]
    )  # fmt: skip
    assert sent(client, key, good).json["same"] == 1
    assert sent(client, key, {**good, "value": 4}).json["corrected"] == 1


def test_without_a_good_key_nothing_is_taken(client: ActingClient, keeper: Person, clock: object) -> None:
    made, key = feed(keeper, CHAOMING)
    good = {"indicator": FIRMS, "area": DAOMAO, "period": "2026-03-01", "value": 3}
    assert sent(client, None, good).json["code"] == "feed.key_missing"
    assert sent(client, "palm_x", good).json["code"] == "feed.key_invalid"
    renewed = client.as_(keeper).post(f"/api/indicator-feeds/{made.id}/renew").json["api_key"]
    assert sent(client, key, good).status_code == 403
    assert client.as_(keeper).post(f"/api/indicator-feeds/{made.id}/revoke").status_code == 200
    assert sent(client, renewed, good).status_code == 403
    assert client.as_(keeper).post(f"/api/indicator-feeds/{made.id}/renew").json["code"] == "feed.revoked"
    assert kept() == 0


def test_feeds_are_let_in_for_the_own_subtree_alone(client: ActingClient, keeper: Person, cast: Cast) -> None:
    body = {"id": str(uuid7()), "name": "统计平台", "area": CHAOMING}
    made = client.as_(keeper).post("/api/indicator-feeds", json=body)
    assert made.status_code == 201
    assert made.json["api_key"].endswith(made.json["key_hint"])
    assert client.as_(keeper).post("/api/indicator-feeds", json=body).json["code"] == "feed.bad_id"
    foreign = {**body, "id": str(uuid7()), "area": WULIN}
    assert client.as_(keeper).post("/api/indicator-feeds", json=foreign).json["code"] == "area.not_found"
    shown = client.as_(keeper).get("/api/indicator-feeds").json["items"]
    assert [(one["name"], "api_key" in one) for one in shown] == [("统计平台", False)]
    other = people.person("区系统员", DISTRICT, "system_admin")
    assert len(client.as_(other).get("/api/indicator-feeds").json["items"]) == 1
