"""Filters kept under a name: one's own, nobody else's."""

from typing import Any

import pytest

from backend.core.db import uuid7
from backend.incidents.actions import saved_filters
from backend.incidents.queries import saved_filters as queries
from tests.builders.cases import Crew
from tests.cast import WULIN

URL = "/api/incidents/filters"


def save(crew: Crew, filter_id: object, name: str, **filters: Any) -> Any:
    body = {"name": name, "filters": filters}
    return crew.client.as_(crew.cast.chaoming_duty).put(f"{URL}/{filter_id}", json=body)


def kept(crew: Crew) -> list[tuple[str, dict[str, Any]]]:
    items = crew.client.as_(crew.cast.chaoming_duty).get(URL).json["items"]
    return [(item["name"], item["filters"]) for item in items]


def test_a_filter_is_kept_renamed_used_and_forgotten(crew: Crew) -> None:
    urgent, late = uuid7(), uuid7()
    save(crew, urgent, "紧急", urgent=True, group="desk")
    save(crew, late, "超时", deadline="overdue")
    save(crew, urgent, "A 紧急", urgent=True)
    assert kept(crew) == [("A 紧急", {"urgent": True}), ("超时", {"deadline": "overdue"})]
    for _, filters in kept(crew):
        reply = crew.client.as_(crew.cast.chaoming_duty).get("/api/incidents", query_string=filters)
        assert reply.status_code == 200
    assert crew.client.as_(crew.cast.chaoming_duty).delete(f"{URL}/{urgent}").status_code == 204
    assert [name for name, _ in kept(crew)] == ["超时"]


def test_somebody_elses_is_not_found_and_what_no_list_takes_is_refused(crew: Crew) -> None:
    mine = uuid7()
    save(crew, mine, "我的", q="垃圾")
    other = crew.client.as_(crew.cast.chaoming_commander)
    assert other.get(URL).json["items"] == []
    assert other.put(f"{URL}/{mine}", json={"name": "夺", "filters": {}}).json["code"] == "filter.not_found"
    assert other.delete(f"{URL}/{mine}").json["code"] == "filter.not_found"
    assert save(crew, uuid7(), "错", colour="red").status_code == 422
    assert save(crew, uuid7(), "").status_code == 422
    assert kept(crew) == [("我的", {"q": "垃圾"})]


def test_each_says_how_many_cases_it_finds_now(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        crew.report()
    save(crew, uuid7(), "一", group="desk")
    save(crew, uuid7(), "二", state="closed")
    save(crew, uuid7(), "三", area=WULIN)
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    items = crew.client.as_(crew.cast.chaoming_duty).get(URL).json["items"]
    found = {item["name"]: item["matches"] for item in items}
    assert found == {"一": {"total": 2, "is_more": True}, "二": {"total": 0, "is_more": False}, "三": None}


def test_there_are_not_so_many_that_none_is_found(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_filters, "MOST", 1)
    save(crew, uuid7(), "一")
    refused = save(crew, uuid7(), "二")
    assert (refused.status_code, refused.json["code"]) == (409, "filter.too_many")
