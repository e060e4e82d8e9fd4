"""Every reply of every address has the published shape, in both formats, and both say the same."""

from typing import Any

import pytest
from flask import Flask
from lxml.etree import _Element, fromstring

from backend.core.db import uuid7
from backend.incidents.catalogue import reader
from backend.incidents.rules import lifecycle
from backend.open311.rules.document import ITEMS, document
from backend.open311.rules.status import NOTES
from tests.builders.applications import App, case, form
from tests.builders.cases import Crew
from tests.builders.incidents import COLLAPSE
from tests.cast import Cast
from tests.open311.shaped import check

ENDINGS = ("json", "xml")


def plain(element: _Element) -> Any:
    """As JSON has it, but that all that is no list or object is text."""
    if element.tag in ITEMS:
        return [plain(one) for one in element]
    return {one.tag: plain(one) for one in element} if len(element) else element.text


def texts(data: Any) -> Any:
    if isinstance(data, list):
        return [texts(one) for one in data]
    if isinstance(data, dict):
        return {name: texts(value) for name, value in data.items()}
    if isinstance(data, bool):
        return "true" if data else "false"
    return None if data is None else str(data)


def both(app: App, where: str, shape: str, **query: Any) -> Any:
    """The data, once both replies have the shape and say the same."""
    replies = {ending: app.get(f"{where}.{ending}", **query) for ending in ENDINGS}
    for reply in replies.values():
        assert reply.status_code == 200, reply.get_data()
        check(reply, shape)
    assert plain(fromstring(replies["xml"].get_data())) == texts(replies["json"].json)
    return replies["json"].json


def test_discovery(anybody: App) -> None:
    [endpoint] = both(anybody, "discovery", "discovery")["endpoints"]
    assert endpoint["url"] == "http://localhost/open311/v2"


def test_services(anybody: App) -> None:
    both(anybody, "services", "services")


@pytest.mark.parametrize("code", reader.categories())
def test_a_service(anybody: App, code: str) -> None:
    both(anybody, f"services/{code}", "service_definition")


def test_no_requests(anybody: App) -> None:
    assert both(anybody, "requests", "requests") == []


def test_requests_in_every_state_to_everybody_and_to_their_application(city: App, crew: Crew, cast: Cast) -> None:
    city.reported(fields=form(city.key, None, address_string="门前"), media_url="https://example.cn/x.jpg")
    for steps in range(len(crew.way()) + 1):
        number = city.reported(description=str(steps), phone="13912345678")
        for _, who, verb, more in crew.way()[:steps]:
            crew.step(who, str(case(number).id), verb, **more)
        for key in ({}, {"api_key": city.key}):
            both(city, "requests", "requests", **key)
            both(city, f"requests/{number}", "requests", **key)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_posted_request(city: App, ending: str) -> None:
    for changes in ({}, {"account_id": "471"}, {"service_code": COLLAPSE}):
        reply = city.post(ending=ending, **changes)
        assert reply.status_code == 200
        check(reply, "posted")


def test_a_token(city: App) -> None:
    token = uuid7()
    number = city.reported(token=token)
    assert both(city, f"tokens/{token}", "token") == [{"service_request_id": number, "token": str(token)}]


BAD = (
    *("services/006", "requests/1", "tokens/1", "tokens/x", "nothing", "requests/a/b"),
    *("services?api_key=no", "services?jurisdiction_id=no", "requests?api_key=no", "requests?status=new"),
    *("requests?jurisdiction_id=no", "requests?start_date=x&end_date=y&page=0", "requests/1?jurisdiction_id=no"),
    *("services/006?api_key=no", "tokens/1?jurisdiction_id=no", "requests?start_date=2020-01-01&end_date=2021-01-01"),
)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("where", BAD)
def test_a_refusal_of_a_question(anybody: App, where: str, ending: str) -> None:
    path, _, query = where.partition("?")
    asked = dict(one.split("=") for one in query.split("&")) if query else {}
    reply = anybody.get(f"{path}.{ending}", **asked)
    assert reply.status_code in {400, 403, 404}
    check(reply, "errors")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "changes", [{"api_key": "no"}, {"service_code": ""}, {"service_code": "no"}, {"lat": ""}, {"lat": "x", "long": "y"}]
)
def test_a_refusal_of_a_report(city: App, changes: dict[str, str], ending: str) -> None:
    reply = city.post(ending=ending, **changes)
    assert reply.status_code in {400, 403, 404}
    check(reply, "errors")


def test_a_failure_of_ours_has_the_shape_as_well(app: Flask, city: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.delitem(app.config, "CONTACT_SECRET")
    for ending in ENDINGS:
        reply = city.post(ending=ending)
        assert reply.status_code == 500
        check(reply, "errors")


@pytest.mark.parametrize("said", ["<b>&amp;]]></b>", "\x0b\x1b[31m\ufffe", "😀\r\n\t雨", "\ud7ff"])
def test_whatever_was_said_is_safe_in_xml(city: App, said: str) -> None:
    city.reported(description=said)
    reply = city.get("requests.xml", api_key=city.key)
    check(reply, "requests")
    assert said[0] in fromstring(reply.get_data()).findtext("request/description", "") or said[0] == "\x0b"


def test_half_a_character_is_replaced() -> None:
    assert fromstring(document("description", "a\ud800b\x00c")).text == "a\ufffdb\ufffdc"


def test_every_state_has_its_words() -> None:
    assert set(NOTES) == set(lifecycle.STATES)
