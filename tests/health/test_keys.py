"""Signing keys by hand: listed, turned over a day ahead, and revoked with what they signed."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from tests.builders import health
from tests.cast import DAOMAO, Cast
from tests.client import ActingClient

DAY = 86_400
Run = Callable[..., Result]


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def run(app: Flask, db: object) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=["health", *words])


def states(run: Run) -> list[str]:
    return [line.split()[1] for line in run("keys").output.splitlines()]


def facts() -> list[tuple[str, str]]:
    query = select(Fact.kind, Fact.subject_id).where(Fact.subject_type == "signing_key").order_by(Fact.seq)
    return [(kind, subject) for kind, subject in database.session.execute(query)]


def test_a_new_key_waits_a_day_until_every_phone_knows_it(run: Run, cast: Cast, clock: Any) -> None:
    assert run("keys").output == ""
    said = run("rotate-keys")
    assert said.exit_code == 0, said.output
    kid = said.output.split()[0]
    assert states(run) == ["signs", "next"]
    assert [fact for fact, _ in facts()] == ["signing_key.made", "signing_key.made"]
    clock.move(DAY)
    assert states(run) == ["past", "signs"]
    assert health.code(cast.volunteer).code.kid.hex() == kid


def test_a_revoked_key_takes_its_codes_along_and_another_signs_at_once(
    run: Run, client: ActingClient, cast: Cast
) -> None:
    health.declared(cast.volunteer)
    old, place = health.code(cast.volunteer), health.place(cast.chaoming_duty, DAOMAO)
    kid = old.code.kid.hex()
    for _ in range(2):
        assert run("revoke-key", kid).exit_code == 0
    assert states(run) == ["revoked", "signs"]
    assert [fact for fact in facts() if fact[0] == "signing_key.revoked"] == [("signing_key.revoked", kid)]
    worker = client.as_(cast.grid_worker)
    assert worker.post("/api/gate/check-ins", json=health.check_in(place.id, old.text)).json["why"] == "revoked"
    fresh = health.code(cast.volunteer)
    assert worker.post("/api/gate/check-ins", json=health.check_in(place.id, fresh.text)).json["why"] == "ok"


@pytest.mark.parametrize("name", ["0102030405060708", "no key", ""])
def test_a_key_that_is_not_there_is_said_to_be_so(run: Run, name: str) -> None:
    said = run("revoke-key", name)
    assert (said.exit_code, said.stderr) == (1, "Error: No such signing key\n")
