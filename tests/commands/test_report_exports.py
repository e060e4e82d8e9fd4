"""The report of a large order as a file: written page by page, the same as at once, one's own, gone after a day."""

from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions import export_report
from backend.commands.actions.report_exports import ask, expire, write
from backend.commands.models.report_export import ReportExport, ReportExportPart
from backend.commands.report import verify
from backend.commands.rules import report_export as rules
from backend.core.db import uuid7
from backend.core.errors import Problem
from tests import cast as places
from tests.builders import orders, people
from tests.cast import Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """To thirty people, where ten are many."""
    monkeypatch.setattr(rules, "PAGE", 10)
    orders.crowd(28, places.DAOMAO_WEST)
    return orders.order(cast.chaoming_commander, places.DAOMAO_WEST)


def asked(cast: Cast, order: dict[str, Any], form: str = "bundle") -> UUID:
    made = uuid7()
    ask.ask(people.actor(cast.chaoming_commander), order["id"], id=made, format=form, language="zh")
    return made


def kept(db: SQLAlchemy, export_id: UUID) -> ReportExport:
    return db.session.get_one(ReportExport, export_id, populate_existing=True)


def written(db: SQLAlchemy, export_id: UUID) -> bytes:
    """As the worker goes on with it."""
    for _ in range(20):
        if kept(db, export_id).state != rules.WRITING:
            break
        write.write(export_id)
    data = db.session.scalar(select(ReportExportPart.data).where(ReportExportPart.export_id == export_id))
    assert data is not None
    return data


def test_it_is_written_page_by_page_and_says_how_far_it_is(db: SQLAlchemy, cast: Cast, order: dict[str, Any]) -> None:
    export_id = asked(cast, order)
    assert (kept(db, export_id).rows_done, kept(db, export_id).rows_total) == (0, 30)
    write.write(export_id)
    assert (kept(db, export_id).rows_done, kept(db, export_id).state) == (10, rules.WRITING)
    written(db, export_id)
    assert (kept(db, export_id).rows_done, kept(db, export_id).state) == (30, rules.READY)
    write.write(export_id)
    assert db.session.scalar(select(func.count()).select_from(ReportExportPart)) == 1


def test_it_is_byte_for_byte_what_is_handed_out_at_once(db: SQLAlchemy, cast: Cast, order: dict[str, Any]) -> None:
    actor = people.actor(cast.chaoming_commander)
    at_once = export_report.export(actor, order["id"], format="bundle", language="zh")
    data = written(db, asked(cast, order))
    assert data == at_once.data
    assert verify.check(data)["facts"]["count"] >= 1


@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_every_form_can_be_asked_for(db: SQLAlchemy, cast: Cast, order: dict[str, Any], form: str) -> None:
    data = written(db, asked(cast, order, form))
    assert data[:4] == (b"%PDF" if form == "pdf" else b"\xef\xbb\xbfa")


def test_what_is_too_large_is_not_handed_out_at_once(
    cast: Cast, order: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_report, "AT_ONCE", 29)
    actor = people.actor(cast.chaoming_commander)
    with pytest.raises(Problem, match=r"report\.too_large"):
        export_report.export(actor, order["id"], format="pdf", language="zh")
    assert export_report.export(actor, order["id"], format="csv", language="zh").name.endswith(".csv")


def test_over_http_it_is_asked_for_looked_at_and_taken(
    client: ActingClient, cast: Cast, db: SQLAlchemy, order: dict[str, Any]
) -> None:
    mine, path = client.as_(cast.chaoming_commander), f"/api/orders/{order['id']}/report/exports"
    body = {"id": str(uuid7()), "format": "bundle", "language": "en"}
    assert mine.post(path, json=body).status_code == 202
    assert mine.post(path, json=body).json["state"] == "writing"
    its = f"{path}/{body['id']}"
    assert mine.get(f"{its}/file").json["code"] == "export.not_ready"
    data = written(db, UUID(body["id"]))
    assert mine.get(its).json["size_bytes"] == len(data)
    assert mine.get(f"{its}/file").data == data
    # It holds what its asker may see: nobody else takes it.
    assert client.as_(cast.chaoming_duty).get(its).status_code == 404
    assert client.as_(cast.wulin_commander).post(path, json={**body, "id": str(uuid7())}).status_code == 404


def test_after_a_day_its_bytes_are_gone(
    client: ActingClient, cast: Cast, db: SQLAlchemy, order: dict[str, Any], clock
) -> None:
    export_id = asked(cast, order)
    written(db, export_id)
    clock.move(rules.KEPT.total_seconds())
    its = f"/api/orders/{order['id']}/report/exports/{export_id}/file"
    assert client.as_(cast.chaoming_commander).get(its).json["code"] == "export.gone"
    assert (expire.expire(), expire.expire()) == (1, 0)
    assert db.session.scalar(select(func.count()).select_from(ReportExportPart)) == 0


def test_who_may_not_see_the_order_any_more_gets_no_file(db: SQLAlchemy, cast: Cast, order: dict[str, Any]) -> None:
    export_id = asked(cast, order)
    write.write(export_id)
    cast.chaoming_commander.active = False
    db.session.flush()
    write.write(export_id)
    assert kept(db, export_id).state == rules.FAILED


def test_one_person_has_three_written_at_a_time(cast: Cast, order: dict[str, Any]) -> None:
    for _ in range(rules.MOST_AT_ONCE):
        asked(cast, order)
    with pytest.raises(Problem, match=r"export\.too_many"):
        asked(cast, order)
