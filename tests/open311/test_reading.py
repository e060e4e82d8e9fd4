"""What is read by Open311: its own application sees what it told, everybody else what anybody may know."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from backend.incidents.catalogue import reader
from tests.builders.applications import App, case, form, let_in
from tests.builders.cases import Crew
from tests.builders.incidents import IN_DONGHE
from tests.cast import CHAOMING, DAOMAO, DISTRICT, WULIN, Cast
from tests.conftest import MONDAY
from tests.open311.test_reporting import refused

TOLD = {"description": "李家门口的坑,电话139", "address_string": "刀茅巷12号", "phone": "13912345678"}


def numbers(reply: Any) -> list[str]:
    assert reply.status_code == 200, reply.get_data()
    return [one["service_request_id"] for one in reply.json]


def test_everybody_reads_what_and_about_where_but_no_words(city: App, anybody: App) -> None:
    number = city.reported(**TOLD)
    [shown] = anybody.get(f"requests/{number}.json").json
    assert (shown["status"], shown["status_notes"]) == ("open", "已收到，待受理")
    assert (shown["lat"], shown["long"]) == (30.271, 120.171)
    assert (shown["description"], shown["media_url"]) == (None, None)
    assert shown["address"] == ", ".join(f"区划{code}" for code in (DAOMAO, CHAOMING, DISTRICT))
    assert shown["requested_datetime"] == "2026-03-02T09:00:00+08:00"


def test_a_place_is_coarse_to_others(city: App, anybody: App) -> None:
    number = city.reported(lat="30.2712345", long="120.1712345")
    [shown] = anybody.get(f"requests/{number}.json").json
    assert (shown["lat"], shown["long"]) == (30.271, 120.171)
    [own] = city.get(f"requests/{number}.json", api_key=city.key).json
    assert (own["lat"], own["long"]) == (30.2712345, 120.1712345)


def test_an_application_reads_its_own_as_it_told_it_and_others_as_anybody(app: Flask, city: App) -> None:
    number = city.reported(**TOLD)
    [own] = city.get(f"requests/{number}.json", api_key=city.key).json
    assert (own["description"], own["address"]) == (TOLD["description"], TOLD["address_string"])
    other = App(app, let_in(CHAOMING, "别的")[1])
    assert other.get(f"requests/{number}.json", api_key=other.key).json[0]["description"] is None
    assert "139" not in city.get(f"requests/{number}.json").get_data(as_text=True)


def test_what_is_about_people_is_read_by_its_own_application_only(city: App, anybody: App) -> None:
    number = city.reported(service_code="E0701")
    assert numbers(city.get("requests.json", api_key=city.key)) == [number]
    assert numbers(anybody.get("requests.json")) == []
    assert refused(anybody.get(f"requests/{number}.json")) == (404, [404])


def test_cases_of_our_own_are_nobodys_business(anybody: App, crew: Crew) -> None:
    number = crew.row(crew.report()).number
    assert numbers(anybody.get("requests.json")) == []
    assert refused(anybody.get(f"requests/{number}.json")) == (404, [404])


def test_a_bad_key_reads_nothing(city: App) -> None:
    for where in ("requests.json", "services.json", "requests/1.json", "tokens/1.json", "services/E0102.json"):
        assert refused(city.get(where, api_key="guessed")) == (403, [403]), where


def test_a_jurisdiction_is_the_district_or_a_street_and_no_other_is_known(app: Flask, city: App) -> None:
    number = city.reported()
    for known in ("", DISTRICT, CHAOMING):
        assert numbers(city.get("requests.json", jurisdiction_id=known)) == [number]
    assert numbers(city.get("requests.json", jurisdiction_id=WULIN)) == []
    assert refused(city.get(f"requests/{number}.json", jurisdiction_id=WULIN)) == (404, [404])
    for where in ("requests.json", "services.json", "services/E0102.json", f"requests/{number}.json", "tokens/1.json"):
        assert refused(city.get(where, jurisdiction_id="330103005056")) == (404, [404]), where
        assert refused(city.get(where, jurisdiction_id="sfgov.org")) == (404, [404]), where


def test_a_list_is_of_ninety_days_and_the_newest_first(city: App, anybody: App, clock: Any) -> None:
    old = city.reported(description="1")
    clock.move(timedelta(days=89).total_seconds())
    new = city.reported(description="2")
    assert numbers(anybody.get("requests.json")) == [new, old]
    clock.move(timedelta(days=2).total_seconds())
    assert numbers(anybody.get("requests.json")) == [new]
    since = MONDAY - timedelta(days=2)
    assert numbers(anybody.get("requests.json", start_date=since.isoformat())) == [old]
    assert numbers(anybody.get("requests.json", end_date="2026-03-02")) == []
    assert numbers(anybody.get("requests.json", end_date="2026-03-02T09:00:00+08:00")) == [old]
    both = {"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-05-30T00:00:01Z"}
    assert refused(anybody.get("requests.json", **both)) == (400, [400])


def test_a_number_overrides_all_else(city: App, anybody: App, clock: Any) -> None:
    first = city.reported(description="1")
    second = city.reported(description="2")
    clock.move(timedelta(days=200).total_seconds())
    asked = {"service_request_id": f"{first},{second},none", "service_code": "E0101", "status": "closed"}
    assert set(numbers(anybody.get("requests.json", **asked))) == {first, second}


def test_a_list_is_narrowed_and_turned_page_by_page(city: App, anybody: App) -> None:
    made = [city.reported(description=str(one)) for one in range(3)]
    lamp = city.reported(service_code="P0110")
    assert numbers(anybody.get("requests.json", service_code="P0110")) == [lamp]
    assert set(numbers(anybody.get("requests.json", service_code="P0110,E0102"))) == {*made, lamp}
    assert numbers(anybody.get("requests.json", page_size=2, page=1)) == [lamp, made[2]]
    assert numbers(anybody.get("requests.json", page_size=2, page=2)) == [made[1], made[0]]
    assert numbers(anybody.get("requests.json", page_size=2, page=3)) == []


BAD = (
    *({"status": "new"}, {"start_date": "soon"}, {"start_date": "0001-01-01"}),
    *({"end_date": "9999-12-31T23:59:59-12:00"}, {"page": "0"}, {"page_size": "1001"}, {"page": "x"}),
    *({"service_code": "a\x00"}, {"service_request_id": "\x00"}),
)


@pytest.mark.parametrize("asked", BAD)
def test_a_bad_question_is_refused_or_finds_nothing(city: App, anybody: App, asked: dict[str, str]) -> None:
    city.reported()
    reply = anybody.get("requests.json", **asked)
    assert reply.status_code == 400 or numbers(reply) == []


def test_the_words_are_in_the_language_that_is_asked_for(app: Flask, city: App) -> None:
    number = city.reported()
    with app.app_context():
        plain = app.test_client()
        english = {"Accept-Language": "en"}
        [shown] = plain.get(f"/open311/v2/requests/{number}.json", headers=english).json
        services = plain.get("/open311/v2/services.json", headers=english).json
        reply = plain.get("/open311/v2/requests/1.json", headers=english)
    assert (shown["service_name"], shown["status_notes"]) == (
        "Exposed rubbish", "Received, waits to be accepted"
    )  # fmt: skip
    assert services[0]["service_name"] == "Illegal building"
    assert reply.json == [{"code": 404, "description": "The service_request_id was not found"}]


def test_every_kind_is_a_service_and_says_truly_whether_more_is_asked(anybody: App) -> None:
    services = anybody.get("services.json").json
    assert [one["service_code"] for one in services] == list(reader.categories())
    for one in services:
        definition = anybody.get(f"services/{one['service_code']}.json").json
        assert definition["service_code"] == one["service_code"]
        assert bool(definition["attributes"]) is one["metadata"]
    assert {one["service_code"] for one in services if one["metadata"]} == {"E0401", "P0110", "P0113"}
    assert refused(anybody.get("services/006.json")) == (404, [404])


def test_the_status_goes_along_to_the_end(city: App, anybody: App, crew: Crew, clock: Any) -> None:
    number = city.reported()
    one = str(case(number).id)
    words = []
    for _, who, verb, more in crew.way():
        clock.move(60)
        crew.step(who, one, verb, **more, note="已换新桶" if verb == "check" else "内部备注")
        [shown] = anybody.get(f"requests/{number}.json").json
        words.append((shown["status"], shown["status_notes"], shown["agency_responsible"]))
    assert [status for status, _, _ in words] == ["open"] * 6 + ["closed"]
    assert words[2] == ("open", "已立案，待派遣", None)
    assert words[-1] == ("closed", "已处理完成并经核查", crew.unit.name_zh)
    [own] = city.get(f"requests/{number}.json", api_key=city.key).json
    assert own["status_notes"] == "已处理完成并经核查：已换新桶"
    assert (own["updated_datetime"], own["expected_datetime"]) == ("2026-03-02T09:07:00+08:00", None)
    assert numbers(anybody.get("requests.json", status="open")) == []
    assert numbers(anybody.get("requests.json", status="closed")) == [number]
    assert numbers(anybody.get("requests.json", status="open,closed")) == [number]


def test_when_it_is_to_be_done_is_known_from_the_dispatch_on(city: App, crew: Crew) -> None:
    number = city.reported()
    [before] = city.get(f"requests/{number}.json").json
    for _, who, verb, more in crew.way()[1:4]:
        crew.step(who, str(case(number).id), verb, **more)
    [after] = city.get(f"requests/{number}.json").json
    assert before["expected_datetime"] is None
    assert after["expected_datetime"] == "2026-03-03T09:00:00+08:00"


def test_a_merged_one_stands_as_the_case_that_answers_for_it(city: App, crew: Crew, cast: Cast) -> None:
    first, second = city.reported(), city.reported(description="又是这堆")
    main = str(case(second).id)
    crew.step(cast.chaoming_duty, str(case(first).id), "merge", into_id=main)
    assert city.get(f"requests/{first}.json").json[0]["status"] == "open"
    for _, who, verb, more in crew.way()[1:]:
        crew.step(who, main, verb, **more)
    [shown] = city.get(f"requests/{first}.json").json
    assert (shown["status"], shown["agency_responsible"]) == ("closed", crew.unit.name_zh)
    assert set(numbers(city.get("requests.json", status="closed"))) == {first, second}


def test_what_is_not_accepted_is_closed_with_the_reason_for_its_application(city: App, crew: Crew, cast: Cast) -> None:
    number = city.reported(fields=form(city.key, IN_DONGHE))
    crew.step(cast.chaoming_duty, str(case(number).id), "not-accept", note="非城市管理事项")
    [own] = city.get(f"requests/{number}.json", api_key=city.key).json
    assert (own["status"], own["status_notes"]) == ("closed", "不予受理：非城市管理事项")
    assert city.get(f"requests/{number}.json").json[0]["status_notes"] == "不予受理"


def test_an_unknown_token_and_an_unknown_address_are_not_found(anybody: App) -> None:
    for where in ("tokens/nothing.json", f"tokens/{UUID(int=7)}.json", "nothing.json", "services", "requests/", ""):
        assert refused(anybody.get(where)) == (404, [404]), where


def test_another_method_is_refused_in_the_words_of_the_standard(app: Flask, anybody: App) -> None:
    with app.app_context():
        assert refused(anybody.plain.delete("/open311/v2/requests.json")) == (405, [405])
