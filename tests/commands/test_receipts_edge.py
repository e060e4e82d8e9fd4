"""The way past Flask: the same reply to the byte, for what is plainly an answer by token, and for nothing else."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask, request_started

from backend.commands.models.order import Order
from backend.commands.rules.receipt_token import Holder, seal
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.http.edge import MOST_BYTES, Edge
from backend.core.http.endpoint import TOKEN, Commit, Declared, Repeat
from backend.core.http.numbered import DeviceSequence
from tests.builders.sent_order import receipts_of, sent_order
from tests.cast import DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.conftest import SECRET

pytestmark = pytest.mark.usefixtures("clock")
PATH = "/api/receipts"
JSON = "application/json"
#: the same kind in other words, which the edge leaves to the endpoint
SAME = "application/json; charset=utf-8"


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])


@pytest.fixture
def body(cast: Cast, order: Order, clock: Any) -> dict[str, Any]:
    said = {"id": str(uuid7()), "order_id": str(order.id), "state": "acknowledged", "clock_offset_ms": 0}
    token = seal(SECRET, Holder(order.id, cast.volunteer.id))
    return {**said, "device_at": clock.now().isoformat(), "note": "在路上", "token": token}


@pytest.fixture
def flask_asked(app: Flask) -> Iterator[list[Flask]]:
    """One for each request that Flask begins."""
    begun: list[Flask] = []

    def note(sender: Flask, **_: object) -> None:
        begun.append(sender)

    request_started.connect(note, app)
    yield begun
    request_started.disconnect(note, app)


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
@pytest.mark.parametrize("is_numbered", [False, True])
def test_the_reply_is_the_endpoints_to_the_byte(
    client: ActingClient, cast: Cast, order: Order, body: dict, flask_asked: list, origin: str, is_numbered: bool, clock
) -> None:
    device = uuid7()
    known = {"device_id": device, "person_id": cast.volunteer.id, "high": 1, "missing": [], "told": []}
    database.session.add(DeviceSequence(**known, heard_at=clock.now()))
    database.session.commit()
    headers = {"X-Device-Id": str(device), "X-Device-Seq": "3"} if is_numbered else {}
    said = {"data": orjson.dumps(body), "base_url": origin, "headers": headers}
    past = client.post(PATH, content_type=JSON, **said)
    assert flask_asked == []
    through = client.post(PATH, content_type=SAME, **said)
    assert len(flask_asked) == 1
    assert past.status == through.status == "200 OK"
    assert past.data == through.data
    assert sorted(past.headers) == sorted(through.headers)
    assert past.headers.get("X-Device-Seq-High") == ("3" if is_numbered else None)
    [kept] = receipts_of(order)
    assert (kept.person_id, kept.via, kept.note) == (cast.volunteer.id, "token", "在路上")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param({"content_type": SAME}, 200, id="of a kind in other words"),
        pytest.param({"query_string": {"a": "b"}}, 200, id="with a query"),
        pytest.param({"content_type": "text/plain"}, 422, id="of another kind"),
        pytest.param({"headers": {"Authorization": "Bearer nonsense"}}, 401, id="by somebody whose session is bad"),
        pytest.param({"path": f"{PATH}/"}, 405, id="to another address"),
        pytest.param({"method": "GET"}, 404, id="by another method"),
    ],
)
def test_what_is_not_plainly_one_goes_the_endpoints_way(
    client: ActingClient, body: dict, flask_asked: list, change: dict, status: int
) -> None:
    asked = {"method": "POST", "path": PATH, "data": orjson.dumps(body), "content_type": JSON, **change}
    assert client.open(asked.pop("method"), asked.pop("path"), **asked).status_code == status
    assert len(flask_asked) == 1


def test_a_length_in_many_digits_is_not_read_for_what_it_begins_with(
    client: ActingClient, body: dict, flask_asked: list
) -> None:
    data = orjson.dumps(body)
    length = {"CONTENT_LENGTH": f"{len(data):020}"}
    assert client.post(PATH, data=data, content_type=JSON, environ_overrides=length).status_code == 200
    assert len(flask_asked) == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"state": "nonsense"}, 422, "request.invalid"),
        ({"token": None}, 401, "actor.unknown"),
        ({"token": "no.token.ofours"}, 401, "receipt.token_invalid"),
        ({"note": "\x00"}, 422, "request.unstorable"),
        ({"note": "n" * MOST_BYTES}, 422, "request.invalid"),
        ({"order_id": str(uuid7())}, 401, "receipt.token_invalid"),
    ],
)
def test_what_is_refused_is_refused_by_the_endpoint_in_its_words(
    client: ActingClient, order: Order, body: dict, flask_asked: list, change: dict, status: int, code: str
) -> None:
    reply = client.post(PATH, data=orjson.dumps({**body, **change}), content_type=JSON)
    assert (reply.status_code, reply.get_json()["code"]) == (status, code)
    assert len(flask_asked) == 1
    assert receipts_of(order) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'{"note":"\\ud800"}', b"\xff"])
def test_what_is_no_report_at_all_is_refused_by_name(client: ActingClient, flask_asked: list, body: bytes) -> None:
    reply = client.post(PATH, data=body, content_type=JSON)
    assert reply.status_code in {400, 422}
    assert reply.get_json()["code"].startswith("request.")
    assert len(flask_asked) == 1


def test_a_way_stands_beside_an_endpoint_that_lets_strangers_in_and_writes_in_a_group(app: Flask) -> None:
    assert isinstance(app.wsgi_app, Edge)
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules("receipts.report_receipt")}
    assert set(app.wsgi_app.ways) == set(views) == {PATH}
    declared: Declared = views[PATH].declared  # type: ignore[union-attr]
    assert (declared.allow, declared.repeat, declared.commit) == (TOKEN, Repeat.BY_ID, Commit.GROUPED)
