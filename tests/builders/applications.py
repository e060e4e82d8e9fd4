"""Lets applications in, and reports by them as a city's app does."""

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from backend.core.db import db, uuid7
from backend.incidents.models.incident import Incident
from backend.open311.actions import applications, take
from backend.open311.models import Application
from backend.open311.schemas.asked import RequestForm
from tests.builders.incidents import IN_WEST, RUBBISH
from tests.conftest import SECRET

BASE = "/open311/v2"


def let_in(area_code: str, name: str = "城市服务App", **changes: Any) -> tuple[Application, str]:
    """An application, and its key."""
    said = {"source": "hotline", "per_minute": 60, **changes}
    return applications.issue(None, id=uuid7(), name=name, area_code=area_code, **said)


def form(key: str, point: dict[str, float] | None = IN_WEST, **changes: Any) -> dict[str, Any]:
    """What an app sends."""
    where = {"lat": point["lat_wgs84"], "long": point["lng_wgs84"]} if point else {}
    return {"api_key": key, "service_code": RUBBISH, "description": "桶边堆着三袋垃圾", **where, **changes}


def taken(application: Application, point: dict[str, float] | None = None, **changes: Any) -> Incident:
    """A case that the application reported, through the action."""
    asked = RequestForm().load(form("", point, **changes))
    return take.take(application, take.Sent(asked, {}, [], uuid7()), secret=SECRET)


class App:
    """A city's app: one key, both formats."""

    def __init__(self, app: Flask, key: str = "") -> None:
        self.app, self.key = app, key
        self.plain = app.test_client()

    def get(self, where: str, **query: Any) -> TestResponse:
        """Without its key, unless the query says it."""
        with self.app.app_context():
            reply = self.plain.get(f"{BASE}/{where}", query_string=query, buffered=True)
        db.session.expire_all()
        return reply

    def post(
        self, fields: dict[str, Any] | None = None, ending: str = "json", *, token: UUID | None = None, **changes: Any
    ) -> TestResponse:
        """A report; `media` among the fields makes it a multipart form."""
        headers = {"Idempotency-Key": str(token)} if token else {}
        sent = {**(form(self.key) if fields is None else fields), **changes}
        with self.app.app_context():
            reply = self.plain.post(f"{BASE}/requests.{ending}", data=sent, headers=headers, buffered=True)
        db.session.expire_all()
        return reply

    def reported(self, **changes: Any) -> str:
        """The number of a new case."""
        reply = self.post(**changes)
        assert reply.status_code == 200, reply.get_data()
        return str(reply.json[0]["service_request_id"])


def case(number: str) -> Incident:
    return db.session.scalars(select(Incident).where(Incident.number == number)).one()
