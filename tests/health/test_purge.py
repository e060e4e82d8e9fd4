"""What has had its time is gone: from tables, files, caches and facts; what remains is a record of counts."""

import hashlib
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select, text

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.health.actions.purge import purge
from backend.health.models.destruction import HealthDestruction
from backend.health.models.gate import CheckIn
from backend.health.models.state import HealthCode
from backend.health.rules.destroyed import digest
from tests.builders import health
from tests.cast import DAOMAO, Cast
from tests.client import ActingClient
from tests.conftest import var_folder

DAY = 86_400
#: Stands in everything that somebody wrote of his health, and nowhere else.
MARK = "此人病情之标记"
TABLES = text(
    """SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND c.relname <> 'alembic_version'"""
)


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def whole_database() -> str:
    """Every row of every table as text."""
    rows: list[str] = []
    for table in database.session.scalars(TABLES).all():
        rows += database.session.scalars(text(f'SELECT row_to_json(t)::text FROM "{table}" t')).all()  # noqa: S608
    return "\n".join(rows)


def live_a_life(client: ActingClient, cast: Cast, clock: Any) -> dict[str, str]:
    """Everything that can be written of a person's health; returns what must not be found afterwards."""
    volunteer, duty = client.as_(cast.volunteer), client.as_(cast.chaoming_duty)
    volunteer.post("/api/me/health/declarations", json=health.declaration("breathless", risk_area=True))
    code, place = volunteer.post("/api/me/health/code").json, health.place(cast.chaoming_duty, DAOMAO)
    duty.post("/api/gate/check-ins", json=health.check_in(place.id, code["text"]))
    volunteer.post("/api/me/health/visits", json={**health.tap(), "code": place.code})
    case = volunteer.get("/api/me/isolation").json["id"]
    errand = {"id": str(health.uuid7()), "what": MARK}
    volunteer.post(f"/api/isolations/{case}/errands", json=errand)
    duty.post(f"/api/isolations/{case}/team", json={"people": [str(cast.grid_worker.id)]})
    clock.move(5 * 3_600)
    volunteer, duty = client.as_(cast.volunteer), client.as_(cast.chaoming_duty)
    entry = {"day": "2026-03-02", "half": "afternoon", "symptoms": ["breathless"], "temperature": 38.75, "note": MARK}
    duty.post(f"/api/isolations/{case}/entries", json=entry)
    appeal = {"id": str(health.uuid7()), "reason": MARK}
    volunteer.post("/api/me/health/appeals", json=appeal)
    client.as_(cast.chaoming_commander).post(f"/api/health-appeals/{appeal['id']}/grant", json={"note": MARK})
    row = database.session.scalars(select(CheckIn).limit(1)).one()
    known = database.session.scalars(select(HealthCode)).one()
    return {
        "mark": MARK,
        "symptom": "breathless",
        "temperature": "38.75",
        "subject": known.subject.hex(),
        "hash": (row.subject_hash or b"").hex(),
        "code": code["text"],
        "short": known.short,
    }


def test_nothing_survives_in_tables_files_caches_or_facts(
    app: Flask, client: ActingClient, cast: Cast, clock: Any
) -> None:
    traces = live_a_life(client, cast, clock)
    before = whole_database()
    assert [name for name, trace in traces.items() if trace not in before and name != "code"] == []
    facts = "\n".join(database.session.scalars(text("SELECT row_to_json(f)::text FROM fact f")).all())
    assert [name for name, trace in traces.items() if trace in facts] == []
    clock.move(31 * DAY)
    done = purge()
    assert done is not None
    assert done.counts == {"appeal": 1, "check_in": 2, "code": 1, "declaration": 1, "isolation": 1, "state": 0}
    clock.move(31 * DAY)
    assert purge() is not None
    after = whole_database()
    assert [name for name, trace in traces.items() if trace in after] == []
    rows = text("SELECT count(*) FROM health_state WHERE person_id = :id")
    assert database.session.execute(rows, {"id": cast.volunteer.id}).scalar() == 0
    files = b"".join(file.read_bytes() for file in var_folder().rglob("*") if file.is_file())
    assert [name for name, trace in traces.items() if trace.encode() in files] == []
    assert purge() is None


def test_no_reply_about_health_is_kept_under_a_key(client: ActingClient, cast: Cast, clock: Any) -> None:
    live_a_life(client, cast, clock)
    kept = database.session.scalars(text("SELECT convert_from(body, 'UTF8') FROM idempotency_key")).all()
    assert {body for body in kept if body} <= {"null"}


def test_records_before_their_time_stay(client: ActingClient, cast: Cast, clock: Any) -> None:
    live_a_life(client, cast, clock)
    assert purge() is None
    clock.move(14 * DAY)
    first = purge()
    assert first is not None
    assert (first.counts["check_in"], first.counts["code"], first.counts["declaration"]) == (2, 1, 0)


def test_every_destruction_is_sealed_into_the_next(client: ActingClient, cast: Cast, clock: Any) -> None:
    live_a_life(client, cast, clock)
    for days in (14, 20, 30):
        clock.move(days * DAY)
        purge()
    chain = list(database.session.scalars(select(HealthDestruction).order_by(HealthDestruction.at)))
    assert [one.previous for one in chain] == [None, *(one.sha256 for one in chain[:-1])]
    security = client.as_(cast.security_admin).get("/api/health-destructions").json["items"]
    assert [one["sha256"] for one in security] == [one.sha256.hex() for one in reversed(chain)]
    assert client.as_(cast.chaoming_duty).get("/api/health-destructions").status_code == 403


def test_the_hash_is_over_counts_ids_and_the_record_before() -> None:
    at = core_clock.now()
    told = {"at": at, "counts": {"code": 2}, "ids": {"code": ["b", "a"]}, "previous": b"x"}
    said = {
        "at": at.isoformat(),
        "counts": {"code": 2},
        "ids": {"code": hashlib.sha256(b"a\nb").hexdigest()},
        "previous": "78",
    }
    assert digest(**told) == hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()  # type: ignore[arg-type]
    assert digest(**{**told, "at": at + timedelta(seconds=1)}) != digest(**told)  # type: ignore[arg-type]
