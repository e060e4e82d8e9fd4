"""Every record of anybody's health has a purpose and an end, past which nothing of it is left."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, text

from backend import wiring
from backend.core.db import db as database
from backend.health.actions import purge
from backend.health.models.declaration import HealthAppeal
from backend.health.models.isolation import IsolationCase
from backend.paging import jobs as paging_jobs
from backend.paging.outbox import on_time
from backend.sites.actions.recheck import recheck
from backend.sites.models.site import Site
from tests.builders import health, paging, people, sites
from tests.cast import CHAOMING, DAOMAO, Cast
from tests.client import ActingClient
from tests.conftest import var_folder
from tests.health.test_purge import whole_database

DAY = 86_400
#: What a column is called that tells of one person's health.
TELLING = {"colour", "symptoms", "temperature", "subject_hash", "subject", "code_hash", "abnormal"}
#: Of a site's day: how many had a temperature, and nobody's name.
COUNTS = {"site_day"}
#: Destroyed with what they hang on: by whom.
TOGETHER = {"paging_target": "paging_campaign"}
MARK, PHONE = "病情之标记", "19900007654"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def keeps_to_an_end(table: Table) -> bool:
    """By itself, or because it goes with what it hangs on."""
    if {"purpose", "purge_after"} <= set(table.columns.keys()):
        return not table.columns["purpose"].nullable
    if table.name in TOGETHER:
        return keeps_to_an_end(database.metadata.tables[TOGETHER[table.name]])
    above = [key.column.table for key in table.foreign_keys if key.ondelete == "CASCADE"]
    return any(keeps_to_an_end(one) for one in above)


def test_every_table_that_tells_of_health_keeps_to_an_end() -> None:
    telling = [
        table
        for table in database.metadata.tables.values()
        if TELLING & set(table.columns.keys()) and table.name not in COUNTS
    ]
    assert {"health_state", "health_declaration", "site_worker", "paging_answer", "isolation_entry"} <= {
        table.name for table in telling
    }
    assert [table.name for table in telling if not keeps_to_an_end(table)] == []


def test_every_table_with_an_end_is_purged() -> None:
    ended = {table.name for table in database.metadata.tables.values() if "purge_after" in table.columns}
    purged = {key.class_.__table__.name for key, _ in {**purge.KINDS, **wiring.DESTROYED}.values()}
    # These have jobs of their own: a campaign takes its targets along, a module's rows leave their sums behind.
    assert ended - purged == {"paging_campaign", "module_entity"}
    assert purged <= ended


def test_nothing_survives_of_a_sites_worker(client: ActingClient, cast: Cast, clock: Any) -> None:
    keeper, ill = people.person("钱工", CHAOMING, "handler"), people.person(MARK, DAOMAO)
    path, hand = f"/api/sites/{sites.site(keeper, DAOMAO)}", client.as_(keeper)
    database.session.get_one(Site, path.rsplit("/", 1)[1]).state = "approved"
    database.session.flush()
    health.declared(ill)
    listed = sites.worker(name=MARK, phone=ill.phone)
    hand.post(f"{path}/workers", json=listed)
    rows = f"姓名,手机号\n{MARK},{PHONE}\n".encode()
    assert hand.post(f"{path}/workers/import?dry_run=false", data=rows).json["taken"] == 1
    hand.post(f"{path}/workers/{listed['id']}/clear", json={"code": health.code(ill).shown()["text"]})
    assert hand.post(f"{path}/workers/clear", json={}).json["workers"]["cleared"] == 1
    clock.move(DAY)
    health.declared(ill, "fever")
    assert recheck() == 1
    assert MARK in whole_database()
    assert MARK not in facts() + keys()
    clock.move(62 * DAY)
    ill.name, ill.phone = "某人", "19900000001"
    database.session.flush()
    purge.purge()
    after = whole_database()
    assert [trace for trace in (MARK, PHONE, str(listed["id"])) if trace in after] == []
    files = b"".join(file.read_bytes() for file in var_folder().rglob("*") if file.is_file())
    assert MARK.encode() not in files


def test_nothing_survives_of_an_answer_to_the_robot(client: ActingClient, cast: Cast, clock: Any) -> None:
    boss, worker = cast.chaoming_commander, client.as_(cast.grid_worker)
    campaign = paging.running(boss, DAOMAO, paging.script(boss, DAOMAO), keep_days=1)
    theirs = next(one for one in paging.targets(campaign) if one.person_id == cast.volunteer.id)
    link, said = paging.link_of(theirs), {"well": "no", "heat": 38.75, "since": "2026-03-01"}
    assert client.post(f"/api/paging/answers/{link}", json={"answers": said}).status_code == 200
    address = f"/api/paging/exceptions/{theirs.id}"
    found = {"outcome": "closed", "note": MARK}
    for _ in range(2):
        assert worker.post(f"{address}/take").status_code == 200
    for _ in range(2):
        assert worker.post(f"{address}/close", json=found).json["note"] == MARK
    before = whole_database()
    assert [trace for trace in (MARK, "38.75") if trace not in before] == []
    assert [trace for trace in (MARK, "38.75") if trace in facts() + keys()] == []
    clock.move(3 * DAY)
    on_time.tick()
    clock.move(2 * DAY)
    paging_jobs.purge()
    after = whole_database()
    assert [trace for trace in (MARK, "38.75") if trace in after] == []


def test_what_nobody_decides_or_ends_is_not_kept_for_ever(client: ActingClient, cast: Cast, clock: Any) -> None:
    health.declared(cast.volunteer, "fever")
    appeal = {"id": str(health.uuid7()), "reason": MARK}
    client.as_(cast.volunteer).post("/api/me/health/appeals", json=appeal)
    clock.move(29 * DAY)
    purge.purge()
    assert (count(HealthAppeal), count(IsolationCase)) == (1, 1)
    clock.move(2 * DAY)
    purge.purge()
    assert (count(HealthAppeal), count(IsolationCase)) == (0, 1)
    clock.move(14 * DAY)
    purge.purge()
    assert count(IsolationCase) == 0
    assert MARK not in whole_database()


def test_the_shell_says_what_is_kept_destroys_what_is_over_and_proves_it(app: Flask, cast: Cast, clock: Any) -> None:
    def said(word: str) -> tuple[int, list[str]]:
        reply = app.test_cli_runner().invoke(args=["health", word])
        return reply.exit_code, [" ".join(line.split()) for line in reply.output.splitlines()]

    for _ in range(2):
        health.declared(cast.volunteer)
        assert said("purge") == (0, ["nothing has had its time"])
        kept = said("kept")[1]
        assert "declaration 1" in " ".join(kept)
        assert [line for line in kept if line.startswith("site_worker")] == ["site_worker 0"]
        clock.move(62 * DAY)
        assert "declaration 1" in said("purge")[1]
    code, chain = said("destroyed")
    assert (code, len(chain), any("BROKEN" in line for line in chain)) == (0, 2, False)
    database.session.execute(text("UPDATE health_destruction SET sha256 = 'x' WHERE previous IS NULL"))
    database.session.expire_all()
    code, chain = said("destroyed")
    assert (code, ["BROKEN" in line for line in chain]) == (1, [False, True])


def count(model: type[Any]) -> int:
    return database.session.query(model).count()


def facts() -> str:
    return "\n".join(database.session.scalars(text("SELECT row_to_json(f)::text FROM fact f")).all())


def keys() -> str:
    """Replies that are kept so that a repeat gets them again."""
    said = text("SELECT convert_from(body, 'UTF8') FROM idempotency_key WHERE body IS NOT NULL")
    return "\n".join(database.session.scalars(said).all())
