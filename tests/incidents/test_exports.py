"""Cases as a file: of what the asker may see, written page by page, gone after a day."""

import csv
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import RoleGrant
from backend.incidents.actions.exports import expire, write
from backend.incidents.models.export import CaseExportPart
from backend.incidents.rules import export as rules
from backend.incidents.rules import words
from backend.incidents.rules.lifecycle import STATES
from backend.incidents.rules.reported import ALL_SOURCES
from tests.builders.cases import Crew
from tests.builders.incidents import IN_WEST, IN_XIANLIN
from tests.cast import WULIN

URL = "/api/incidents/exports"
DAY = 86_400


def ask(crew: Crew, **more: Any) -> str:
    body = {"id": str(uuid7()), "format": "csv", **more}
    reply = crew.client.as_(crew.cast.chaoming_duty).post(URL, json=body)
    assert (reply.status_code, reply.json["state"]) == (202, "writing"), reply.json
    return str(reply.json["id"])


def run(export: str, times: int = 1) -> None:
    """As the worker does, a transaction each."""
    for _ in range(times):
        write.write(UUID(export))
        database.session.commit()


def shown(crew: Crew, export: str) -> dict[str, Any]:
    return dict(crew.client.as_(crew.cast.chaoming_duty).get(f"{URL}/{export}").json)


def file(crew: Crew, export: str) -> Any:
    return crew.client.as_(crew.cast.chaoming_duty).get(f"{URL}/{export}/file")


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_has_what_the_asker_sees_and_excel_calculates_nothing_of_it(crew: Crew) -> None:
    mine = crew.brought_to("closed", description='=HYPERLINK("http://x")')
    crew.report(crew.cast.wulin_worker, point=IN_XIANLIN)
    export = ask(crew)
    assert file(crew, export).json["code"] == "export.not_ready"
    run(export, 2)
    whole = file(crew, export)
    head, *lines = read(whole.data)
    assert whole.headers["Content-Disposition"].endswith(".csv")
    assert whole.headers["Cache-Control"] == "private, no-store"
    assert head == rules.head("zh")
    [line] = lines
    said = dict(zip(head, line, strict=True))
    assert (said["任务号"], said["状态"], said["小类"]) == (crew.row(mine).number, "已结案", "暴露垃圾")
    assert (said["描述"], said["发生时间"]) == ('\'=HYPERLINK("http://x")', "2026-03-02 09:00:00")
    assert (said["处置单位"], said["经度(WGS-84)"]) == ("潮鸣城管", str(IN_WEST["lng_wgs84"]))


def test_a_workbook_says_the_same_in_english(crew: Crew) -> None:
    crew.report(description="=1+1")
    export = ask(crew, format="xlsx", language="en")
    run(export)
    with zipfile.ZipFile(io.BytesIO(file(crew, export).data)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert all(word in text for word in ("Handling unit", "Exposed rubbish", "Pending", "=1+1"))
    assert "<f>" not in text


def test_progress_is_seen_page_by_page(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PAGE", 2)
    for _ in range(5):
        crew.report()
    export = ask(crew)
    seen = []
    for _ in range(3):
        run(export)
        seen.append((shown(crew, export)["state"], shown(crew, export)["rows_done"], shown(crew, export)["rows_total"]))
    assert seen == [("writing", 2, 5), ("writing", 4, 5), ("ready", 5, 5)]
    run(export, 2)
    assert len(read(file(crew, export).data)) == 6


def test_an_export_is_narrowed_as_the_list_is(crew: Crew) -> None:
    crew.report()
    crew.report(description="路灯不亮", category_code="P0110")
    export = ask(crew, category="P01", q="路灯")
    run(export)
    assert [line[3] for line in read(file(crew, export).data)[1:]] == ["路灯"]
    foreign = {"id": str(uuid7()), "format": "csv", "area": WULIN}
    refused = crew.client.as_(crew.cast.chaoming_duty).post(URL, json=foreign)
    assert (refused.status_code, refused.json["code"]) == (404, "area.not_found")


def test_who_lost_his_street_in_the_meantime_gets_nothing_of_it(crew: Crew) -> None:
    crew.report()
    export = ask(crew)
    held = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == crew.cast.chaoming_duty.id)).one()
    held.revoked_at = core_clock.now()
    run(export)
    held.revoked_at = None
    database.session.commit()
    assert len(read(file(crew, export).data)) == 1


def test_an_export_is_its_askers_alone(crew: Crew) -> None:
    export = ask(crew)
    run(export)
    for address in (f"{URL}/{export}", f"{URL}/{export}/file"):
        foreign = crew.client.as_(crew.cast.chaoming_commander).get(address)
        assert (foreign.status_code, foreign.json["code"]) == (404, "export.not_found")
    assert crew.client.as_(crew.cast.volunteer).get(URL).status_code == 403
    items = crew.client.as_(crew.cast.chaoming_duty).get(URL).json["items"]
    assert [item["id"] for item in items] == [export]


def test_after_a_day_its_bytes_are_gone(crew: Crew) -> None:
    export = ask(crew)
    run(export)
    core_clock.move(DAY)
    gone = file(crew, export)
    assert (gone.status_code, gone.json["code"]) == (410, "export.gone")
    assert [expire.expire(), expire.expire()] == [1, 0]
    assert database.session.scalar(select(func.count()).select_from(CaseExportPart)) == 0
    assert shown(crew, export)["state"] == "expired"


def test_what_is_no_longer_wanted_is_not_written_on_and_leaves_no_bytes(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PAGE", 1)
    for _ in range(3):
        crew.report()
    export = ask(crew)
    run(export)
    address = f"{URL}/{export}"
    refused = crew.client.as_(crew.cast.chaoming_commander).delete(address)
    assert (refused.status_code, refused.json["code"]) == (404, "export.not_found")
    assert crew.client.as_(crew.cast.chaoming_duty).delete(address).status_code == 204
    run(export)
    assert crew.client.as_(crew.cast.chaoming_duty).get(address).json["code"] == "export.not_found"
    assert database.session.scalar(select(func.count()).select_from(CaseExportPart)) == 0


def test_three_at_a_time_and_no_more_rows_than_a_file_may_have(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        ask(crew)
    officer = crew.client.as_(crew.cast.chaoming_duty)
    refused = officer.post(URL, json={"id": str(uuid7()), "format": "csv"})
    assert (refused.status_code, refused.json["code"]) == (429, "export.too_many")
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 9)
    monkeypatch.setattr(rules, "MOST_ROWS", 0)
    crew.report()
    refused = officer.post(URL, json={"id": str(uuid7()), "format": "csv"})
    assert (refused.status_code, refused.json["code"]) == (422, "export.too_large")


def test_every_state_and_source_has_its_word() -> None:
    assert set(words.STATES) == set(STATES)
    assert set(words.SOURCES) == set(ALL_SOURCES)
