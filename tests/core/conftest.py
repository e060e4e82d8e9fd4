"""A small application on the real core: a few endpoints, one actor told by a header."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, request
from flask_smorest import Blueprint
from marshmallow import fields
from sqlalchemy import select

from backend import wiring
from backend.core import facts
from backend.core.db import db as database
from backend.core.errors import Problem, refuse
from backend.core.facts import Fact, record
from backend.core.http import actor as actors
from backend.core.http.endpoint import ANYONE, SIGNED_IN, Repeat, endpoint, roles
from backend.core.http.paging import page
from backend.core.http.schema import PageQuery, Schema, page_of
from tests.client import ActingClient
from tests.conftest import make_app


@dataclass(frozen=True)
class Somebody:
    """An actor as a header tells it: "<uuid> <role>"."""

    id: UUID
    roles: frozenset[str]
    person_path: str = "330103."
    paths: tuple[str, ...] = ("330103.",)
    must_change_password: bool = False
    device_id: UUID | None = None

    def paths_as(self, *_roles: str) -> tuple[str, ...]:
        return self.paths


class Bell(Schema):
    place = fields.String(required=True)


class BellShown(Schema):
    seq = fields.Integer(required=True)
    place = fields.String(required=True)


def by_header() -> Somebody | None:
    given = request.headers.get("X-Somebody")
    if given is None:
        return None
    name, role = given.split()
    return Somebody(UUID(name), frozenset({role}), must_change_password=role == "newcomer")


def bells() -> Blueprint:
    blp = Blueprint("bells", __name__, url_prefix="/api/bells")

    @endpoint(blp, "POST", "", allow=roles("ringer"), body=Bell, returns=BellShown, status=201)
    def ring(actor: Somebody, body: dict[str, Any]) -> dict[str, Any]:
        """Ring a bell."""
        return {"seq": record("bell.rung", ("bell", body["place"]), actor=actor, data=body), **body}

    @endpoint(blp, "POST", "/broken", allow=SIGNED_IN, body=Bell, returns=BellShown)
    def ring_and_break(actor: Somebody, body: dict[str, Any]) -> None:
        """Ring, then refuse or break."""
        record("bell.rung", ("bell", body["place"]), actor=actor)
        if body["place"] == "kept":
            raise Problem("request.conflict", keeps=True)
        if body["place"] == "refused":
            refuse("request.conflict")
        raise RuntimeError(body["place"])

    @endpoint(blp, "GET", "", allow=SIGNED_IN, query=PageQuery, returns=page_of(BellShown))
    def rung(_actor: Somebody, query: dict[str, Any]) -> dict[str, Any]:
        """List the bells rung."""
        columns = select(Fact.seq, Fact.subject_id.label("place")).where(Fact.kind == "bell.rung")
        return page(columns, by=[Fact.seq], **query)

    @endpoint(blp, "POST", "/strangers", allow=ANYONE, body=Bell, returns=Bell, repeat=Repeat.READS)
    def echo(_actor: None, body: dict[str, Any]) -> dict[str, Any]:
        """Say it back."""
        return body

    @endpoint(blp, "GET", "/newcomers", allow=SIGNED_IN, returns=Bell, with_issued_password=True)
    def welcome(_actor: Somebody) -> dict[str, Any]:
        """Let everybody in."""
        return {"place": "door"}

    return blp


@pytest.fixture(scope="session")
def app(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    app.register_blueprint(bells())
    yield app
    with app.app_context():
        database.engine.dispose()


@pytest.fixture(autouse=True)
def told_by_header() -> Iterator[None]:
    known = list(actors._identify)
    actors.identify_with(by_header)
    facts.follow({**wiring.FOLLOWS, "bell.rung": ()})
    yield
    actors._identify[:] = known
    facts.follow(wiring.FOLLOWS)


@pytest.fixture
def ringer(client: ActingClient) -> ActingClient:
    return acting(client, "ringer")


def acting(client: ActingClient, role: str, number: int = 1) -> ActingClient:
    return ActingClient(client.app, {"X-Somebody": f"00000000-0000-7000-8000-{number:012d} {role}"})


def bells_rung() -> list[str]:
    return list(database.session.scalars(select(Fact.subject_id).where(Fact.kind == "bell.rung").order_by(Fact.seq)))
