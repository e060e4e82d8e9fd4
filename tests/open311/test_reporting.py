"""A city's app reports: a case like any other, in the right place, exactly once, or refused as the standard says."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db, uuid7
from backend.incidents.models.incident import Incident, IncidentPhoto
from backend.open311.models import ServiceRequest
from backend.open311.rules.names import full_name
from tests.builders import photos
from tests.builders.applications import App, case, form, let_in
from tests.builders.incidents import COLLAPSE, IN_THE_STREET, IN_WEST, IN_XIANLIN, NOWHERE
from tests.cast import CHAOMING, DAOMAO_WEST, DISTRICT, WULIN, Cast
from tests.client import ActingClient

PICTURE = photos.with_position()


def media(data: bytes, name: str = "photo.jpg") -> tuple[Any, str]:
    return io.BytesIO(data), name


def cases() -> int:
    return db.session.scalar(select(func.count()).select_from(Incident)) or 0


def refused(reply: Any) -> tuple[int, list[int]]:
    """The status, and the codes in the body."""
    return reply.status_code, [error["code"] for error in reply.json]


def test_a_report_becomes_a_case_where_it_is(city: App) -> None:
    found = case(city.reported())
    assert (found.state, found.source, found.category_code) == ("pending", "hotline", "E0102")
    assert (found.area_code, found.unit_grid_code) == (DAOMAO_WEST, DAOMAO_WEST)
    assert (found.lng_wgs84, found.lat_wgs84) == (IN_WEST["lng_wgs84"], IN_WEST["lat_wgs84"])
    assert found.description == "桶边堆着三袋垃圾"


def test_without_a_position_it_goes_to_the_desk_of_the_applications_area(city: App) -> None:
    found = case(city.reported(fields=form(city.key, None, address_string="刀茅巷12号门前")))
    assert (found.area_code, found.lng_wgs84) == (CHAOMING, None)
    assert found.description == "桶边堆着三袋垃圾\n地点：刀茅巷12号门前"


def test_in_a_hole_of_the_map_the_street_has_it(city: App) -> None:
    assert case(city.reported(fields=form(city.key, IN_THE_STREET))).area_code == CHAOMING


@pytest.mark.parametrize("point", [IN_XIANLIN, NOWHERE])
def test_an_application_reports_in_its_own_area_only(city: App, point: dict[str, float]) -> None:
    assert refused(city.post(form(city.key, point))) == (400, [400])


def test_a_jurisdiction_narrows_where_a_report_may_lie(app: Flask, cast: Cast) -> None:
    whole = App(app, let_in(DISTRICT, "区级热线")[1])
    assert case(whole.reported(jurisdiction_id=CHAOMING)).area_code == DAOMAO_WEST
    assert refused(whole.post(jurisdiction_id=WULIN)) == (400, [400])
    assert refused(whole.post(jurisdiction_id="sfgov.org")) == (404, [404])
    at_home = form(whole.key, None, address_string="门前", jurisdiction_id=CHAOMING)
    assert case(whole.reported(fields=at_home)).area_code == CHAOMING


def test_a_photo_comes_along_made_anew_and_the_desk_sees_it(city: App, client: ActingClient, cast: Cast) -> None:
    found = case(city.reported(media=media(PICTURE)))
    [photo] = db.session.scalars(select(IncidentPhoto).where(IncidentPhoto.incident_id == found.id))
    assert (photo.sha256, photo.use, photo.arrived_at is not None) == (photos.sha256(PICTURE), "report", True)
    seen = client.as_(cast.chaoming_duty).get(f"/api/incidents/{found.id}/photos/{photo.sha256}")
    assert seen.data.startswith(b"\xff\xd8")
    assert b"SECRET-CAMERA" not in seen.data


@pytest.mark.parametrize("data", [b"", b"<html>", b"GIF89a" + b"\x00" * 40])
def test_what_is_no_photo_is_refused_and_nothing_is_kept(city: App, data: bytes) -> None:
    assert refused(city.post(media=media(data))) == (400, [400])
    assert cases() == 0


def test_more_than_a_form_may_hold_is_refused_unread(app: Flask, city: App) -> None:
    kind = "multipart/form-data; boundary=b"
    with app.app_context():
        reply = city.plain.post("/open311/v2/requests.json", data=b"-" * 22_100_000, content_type=kind)
    assert refused(reply) == (413, [413])


def test_a_link_is_words_that_nobody_fetches(city: App) -> None:
    found = case(city.reported(media_url="http://127.0.0.1:9/x.jpg"))
    assert found.description.endswith("附图链接（未核实）：http://127.0.0.1:9/x.jpg")
    assert refused(city.post(media_url="file:///etc/passwd")) == (400, [400])


def test_an_emergency_is_urgent_and_says_whom_to_call(city: App) -> None:
    reply = city.post(service_code=COLLAPSE)
    assert "119" in reply.json[0]["service_notice"]
    assert case(reply.json[0]["service_request_id"]).urgent


def test_answers_to_what_else_is_asked_are_read_at_the_desk(city: App) -> None:
    found = case(
        city.reported(service_code=COLLAPSE, **{"attribute[SIZE]": "lane", "attribute[DANGER][]": ["people", "pipes"]})
    )
    assert "塌陷范围：占用一条车道" in found.description
    assert "现场危险：有人受伤或被困、管线外露或泄漏" in found.description
    assert refused(city.post(service_code=COLLAPSE, **{"attribute[SIZE]": "huge"})) == (400, [400])
    assert refused(city.post(service_code=COLLAPSE, **{"attribute[SIZE]": ["lane", "road"]})) == (400, [400])


@pytest.mark.parametrize("key", ["", "palm_guessed", "\ud800", "x" * 10_000])
def test_without_a_good_key_nothing_is_taken(anybody: App, key: str) -> None:
    assert refused(anybody.post(form(key.encode("utf-8", "replace").decode()))) == (403, [403])


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "006"}, 404),
        ({"lat": ""}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": "91"}, 400),
        ({"description": "字" * 4_001}, 400),
        ({"description": "a\x00b"}, 400),
        ({"phone": "1" * 501}, 400),
    ],
)
def test_what_does_not_fit_is_refused_by_name(city: App, changes: dict[str, str], status: int) -> None:
    reply = city.post(**changes)
    assert refused(reply) == (status, [status])
    assert cases() == 0


def test_several_faults_are_several_errors(city: App) -> None:
    assert refused(city.post(lat="x", long="y")) == (400, [400, 400])


def test_the_same_again_within_two_minutes_is_the_same_request(city: App, clock: Any) -> None:
    first = city.reported()
    clock.move(119)
    assert city.reported() == first
    clock.move(2)
    assert city.reported() != first
    assert cases() == 2


@pytest.mark.parametrize("changes", [{"phone": "13900000000"}, {"description": "另一堆"}, {"lat": "30.2711"}])
def test_another_person_words_or_place_is_another_request(city: App, changes: dict[str, str]) -> None:
    assert city.reported() != city.reported(**changes)


def test_a_key_of_the_clients_own_makes_it_the_same_however_late(city: App, clock: Any) -> None:
    token = uuid7()
    first = city.reported(token=token)
    clock.move(86_400)
    assert city.reported(token=token) == first
    assert refused(city.post(token=token, description="另一件")) == (400, [400])
    assert city.get(f"tokens/{token}.json").json == [{"service_request_id": first, "token": str(token)}]


def test_two_applications_may_choose_the_same_key(app: Flask, city: App) -> None:
    other, token = App(app, let_in(CHAOMING, "另一个")[1]), uuid7()
    assert city.reported(token=token) != other.reported(token=token)


def test_a_key_that_is_none_is_refused(app: Flask, city: App) -> None:
    with app.app_context():
        reply = city.plain.post(
            "/open311/v2/requests.json", data=form(city.key), headers={"Idempotency-Key": "1"}, buffered=True
        )
    assert refused(reply) == (400, [400])


def test_more_than_so_many_in_a_minute_must_wait(app: Flask, cast: Cast, clock: Any) -> None:
    slow = App(app, let_in(CHAOMING, "慢", per_minute=2)[1])
    first = slow.reported(description="1")
    slow.reported(description="2")
    reply = slow.post(description="3")
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "60")
    # What is there already costs nothing.
    assert slow.reported(description="1") == first
    clock.move(61)
    slow.reported(description="3")


def test_who_reported_is_sealed_and_read_by_the_desk_alone(city: App, client: ActingClient, cast: Cast) -> None:
    told = {"first_name": "小红", "last_name": "李", "phone": "13912345678", "email": "li@example.cn"}
    found = case(city.reported(**told))
    kept = db.session.get_one(ServiceRequest, found.id)
    assert kept.contact is not None
    assert b"13912345678" not in kept.contact
    origin = client.as_(cast.chaoming_duty).get(f"/api/open311/reports/{found.id}")
    assert origin.json["origin"]["application"] == "潮鸣12345"
    assert origin.json["origin"]["contact"] == {
        "name": "李小红",
        "phone": told["phone"],
        "email": told["email"],
        "account_id": None,
        "device_id": None,
    }
    assert client.as_(cast.grid_worker).get(f"/api/open311/reports/{found.id}").status_code == 403
    assert client.as_(cast.wulin_commander).get(f"/api/open311/reports/{found.id}").status_code == 404
    whole = client.as_(cast.chaoming_duty).get(f"/api/incidents/{found.id}").get_data(as_text=True)
    assert "13912345678" not in whole


def test_a_case_of_ours_has_no_such_origin(client: ActingClient, cast: Cast, crew: Any) -> None:
    mine = UUID(crew.report())
    reply = client.as_(cast.chaoming_duty).get(f"/api/open311/reports/{mine}")
    assert (reply.status_code, reply.json) == (200, {"origin": None})


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [("小红", "李", "李小红"), ("Grace", "Li", "Grace Li"), ("", "李", "李"), ("Grace", "", "Grace"), ("", "", "")],
)
def test_a_name_is_said_in_the_order_of_its_language(first: str, last: str, whole: str) -> None:
    assert full_name(first, last) == whole


def test_with_another_secret_nothing_is_known_and_nothing_breaks(
    app: Flask, city: App, client: ActingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = case(city.reported(phone="13912345678"))
    monkeypatch.setitem(app.config, "CONTACT_SECRET", "another secret that is long enough as well")
    origin = client.as_(cast.chaoming_duty).get(f"/api/open311/reports/{found.id}").json["origin"]
    assert (origin["application"], origin["contact"]) == ("潮鸣12345", None)
