"""Others' clients, three and georeport, against our server as it runs in the district."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import db, uuid7
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import IncidentPhoto
from tests.builders import incidents, photos
from tests.builders.applications import case, let_in
from tests.builders.cases import Crew
from tests.builders.incidents import COLLAPSE, IN_WEST
from tests.builders.web import serving
from tests.cast import CHAOMING, Cast
from tests.client import ActingClient
from tests.open311.foreign import call, translated

PICTURE = photos.with_position()
WHERE = {"lat": str(IN_WEST["lat_wgs84"]), "long": str(IN_WEST["lng_wgs84"])}
FORMATS = pytest.mark.parametrize("form", ["json", "xml"])


@dataclass(frozen=True, slots=True)
class City:
    """A server with a street, and the key of an app there."""

    base: str
    key: str
    crew: Crew
    three: Path

    def by_three(self, *calls: Any, form: str = "json", **settings: Any) -> list[Any]:
        said = {"endpoint": self.base, "api_key": self.key, "format": form, "jurisdiction": CHAOMING, **settings}
        return call("three", said, *calls, path=self.three)

    def by_georeport(self, *calls: Any, form: str = "json") -> list[Any]:
        said = {"root_address": self.base, "output_format": form, "jurisdiction": CHAOMING}
        return call("georeport", said, *calls)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translated("three", tmp_path_factory.mktemp("three"))


@pytest.fixture
def city(app: Flask, database_url: str, committed: Any, tmp_path: Path, three: Path) -> Iterator[City]:
    cast = Cast()
    incidents.draw_map()
    _, key = let_in(CHAOMING, "潮鸣12345")
    crew = Crew(ActingClient(app), cast)
    committed.session.commit()
    with serving(database_url, tmp_path) as port:
        yield City(f"http://127.0.0.1:{port}/open311/v2", key, crew, three)


def one_of(said: Any) -> dict[str, Any]:
    """The only request: in JSON three hands over the list, in XML what is in it."""
    return dict(said[0] if isinstance(said, list) else said["request"])


@FORMATS
def test_three_reads_what_there_is_and_what_is_asked(city: City, form: str) -> None:
    discovery, services, lamp = city.by_three(
        ("discovery", [], {}), ("services", [], {}), ("services", ["P0110"], {}), form=form
    )
    if form == "xml":
        services, endpoint = services["service"], discovery["endpoints"]["endpoint"]
        [pole] = [lamp["attributes"]["attribute"]]
    else:
        [endpoint] = discovery["endpoints"]
        [pole] = lamp["attributes"]
    assert endpoint["url"] == city.base
    assert [one["service_code"] for one in services] == list(reader.categories())
    assert (lamp["service_code"], pole["code"]) == ("P0110", "POLE")


@FORMATS
def test_three_reports_a_collapse_with_a_photo_and_sees_it_closed(city: City, form: str, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(PICTURE)
    token = str(uuid7())
    told = {"description": "路面塌了一块", "name": "小红 李", "phone": "13912345678", "address": "刀茅巷12号", **WHERE}
    asked = {"attribute[SIZE]": "lane"}
    posted, known = city.by_three(
        ("post", [COLLAPSE], {**told, **asked, "media": str(tmp_path / "photo.jpg")}),
        ("token", [token], {}),
        form=form,
        headers={"Idempotency-Key": token},
    )
    number = one_of(posted)["service_request_id"]
    assert one_of(known) == {"service_request_id": number, "token": token}
    found = case(number)
    assert found.urgent
    [photo] = db.session.scalars(select(IncidentPhoto).where(IncidentPhoto.incident_id == found.id))
    assert (photo.sha256, photo.arrived_at is not None) == (photos.sha256(PICTURE), True)

    for _, who, verb, more in city.crew.way():
        note = {"note": "已回填压实"} if verb == "check" else {}
        city.crew.step(who, str(found.id), verb, **more, **note)
    mine, everybodys, closed = city.by_three(
        ("request", [number], {"api_key": city.key}),
        ("request", [number], {}),
        ("requests", [COLLAPSE], {"status": "closed", "count": 10}),
        form=form,
    )
    assert (one_of(mine)["status"], one_of(mine)["status_notes"]) == ("closed", "已处理完成并经核查：已回填压实")
    assert (one_of(mine)["description"], one_of(mine)["address"]) == ("路面塌了一块", "刀茅巷12号")
    assert not one_of(everybodys)["description"]
    assert one_of(closed)["service_request_id"] == number


def test_three_reports_without_a_photo_and_twice_is_once(city: City) -> None:
    report = ("post", ["E0102"], {"description": "三袋垃圾", **WHERE})
    first, second = city.by_three(report, report)
    assert first == second
    [listed] = city.by_three(("requests", [], {}))
    assert [one["service_request_id"] for one in listed] == [first[0]["service_request_id"]]


def test_three_hears_why_it_is_refused(city: City) -> None:
    wrong, missing, unknown = city.by_three(
        ("post", ["E0102"], {**WHERE, "api_key": "guessed"}), ("post", [""], WHERE), ("request", ["0"], {})
    )
    assert [said[0]["code"] for said in (wrong, missing, unknown)] == [403, 400, 404]
    [nowhere] = city.by_three(("requests", [], {}), jurisdiction="sfgov.org")
    assert nowhere[0]["code"] == 404


@FORMATS
def test_georeport_reads_the_same(city: City, form: str) -> None:
    [posted] = city.by_three(("post", ["P0110"], {"description": "灯不亮", **WHERE}))
    number = posted[0]["service_request_id"]
    # It reads a list of one in XML as one alone.
    city.by_three(("post", ["P0110"], {"description": "又一盏", **WHERE}))
    services, lamp, requests, request = city.by_georeport(
        ("get_service_list", [], {}),
        ("get_service_definition", ["P0110"], {}),
        ("get_service_requests", [], {"service_code": "P0110", "status": "open"}),
        ("get_service_request", [number], {}),
        form=form,
    )
    assert [one["service_code"] for one in services] == list(reader.categories())
    assert lamp["service_code"] == "P0110"
    assert number in [one["service_request_id"] for one in requests]
    assert (request["service_request_id"], request["status"]) == (number, "open")
