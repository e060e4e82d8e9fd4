"""What phones sealed with an older app is taken as it is: their requests are kept as they were recorded."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from werkzeug.test import Client, TestResponse

from backend.commands.rules.receipt_token import Holder, seal
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from tests.builders import incidents, orders
from tests.cast import DAOMAO_WEST, Cast
from tests.faults.phone import Phone

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))
REQUESTS = [(file.stem, name) for file in RECORDED for name in json.loads(file.read_text())["requests"]]


def test_at_least_the_two_versions_before_this_one_are_recorded() -> None:
    assert len(RECORDED) >= 2


@pytest.mark.parametrize(("version", "name"), REQUESTS)
def test_what_an_older_app_sealed_is_taken_once(phone: Phone, cast: Cast, version: str, name: str) -> None:
    request = recorded(version, name, phone, cast)
    for reply in (send(phone, request), send(phone, request)):
        assert reply.status_code in {200, 201}, reply.json
        # By this and nothing else an older app knows its own reply, and what it then shows.
        assert request["record"] in {reply.json.get("order_id"), reply.json.get("id")}
        assert {"state", "recorded_at"} <= reply.json.keys()


def send(phone: Phone, request: dict[str, Any]) -> TestResponse:
    """With the headers of then, and no other: a token's bearer signs in to nothing."""
    own = {} if request.get("by") == "token" else {"Authorization": f"Bearer {phone.bearer}"}
    with phone.app.app_context():
        client = Client(phone.app.wsgi_app, TestResponse)
        sealed = orjson.dumps(request["body"])
        return client.post(request["path"], data=sealed, headers={**request["headers"], **own}, buffered=True)


def recorded(version: str, name: str, phone: Phone, cast: Cast) -> dict[str, Any]:
    """With the ids, the time and the place of this run in the places of those of then."""
    text = (Path(__file__).parent / "recorded" / f"{version}.json").read_text()
    order = orders.order(cast.chaoming_commander, DAOMAO_WEST)["id"]
    case = incidents.reported(cast.grid_worker, incidents.IN_WEST)
    now = core_clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"id": uuid7(), "order": order, "case": case, "device": phone.device_id, "area": DAOMAO_WEST, "now": now}
    said["token"] = seal(phone.app.config["RECEIPT_SECRET"], Holder(order, cast.grid_worker.id))
    for key, value in said.items():
        text = text.replace(f"{{{key}}}", str(value))
    database.session.commit()
    request: dict[str, Any] = json.loads(text)["requests"][name]
    return request
