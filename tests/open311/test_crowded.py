"""An impatient app sends one report on several connections at once: real commits, real waiting, one case."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db, uuid7
from backend.incidents.models.incident import Incident
from backend.open311.models import ServiceRequest
from tests.builders import incidents
from tests.builders.applications import BASE, form, let_in
from tests.cast import CHAOMING, Cast

TIMES = 5


@pytest.fixture
def key(committed: Any, clock: Any) -> str:
    Cast()
    incidents.draw_map()
    _, made = let_in(CHAOMING)
    db.session.commit()
    return made


@pytest.mark.parametrize("with_token", [True, False])
def test_five_parallel_sends_of_one_report_are_one_case(app: Flask, key: str, with_token: bool) -> None:
    headers = {"Idempotency-Key": str(uuid7())} if with_token else {}

    def send(_: int) -> str:
        reply = app.test_client().post(f"{BASE}/requests.json", data=form(key), headers=headers)
        assert reply.status_code == 200, reply.get_data()
        return str(reply.json[0]["service_request_id"])

    with ThreadPoolExecutor(TIMES) as pool:
        numbers = set(pool.map(send, range(TIMES)))
    assert len(numbers) == 1
    db.session.rollback()
    assert [db.session.scalar(select(func.count()).select_from(one)) for one in (Incident, ServiceRequest)] == [1, 1]
