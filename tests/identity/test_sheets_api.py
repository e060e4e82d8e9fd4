"""A list of people as a file: uploaded, guessed at, and the empty one to fill in."""

from typing import Any

import pytest

from backend.core.sheets.read import read
from backend.identity.rules.people_columns import HEADERS
from tests.builders import workbooks
from tests.cast import CHAOMING, DAOMAO, WULIN, Cast
from tests.client import ActingClient

PEOPLE = [
    ["序号", "姓名", "联系电话", "所属社区", "网格", "岗位"],
    [1, "钱多", 19900009001, "刀茅巷", "第1网格", "社工"],
]


def upload(client: ActingClient, data: bytes) -> Any:
    return client.post("/api/people/import/sheet", data=data, content_type="application/octet-stream")


def test_a_workbook_comes_back_as_text_with_a_guess_at_its_columns(client: ActingClient, cast: Cast) -> None:
    answer = upload(client.as_(cast.chaoming_admin), workbooks.xlsx({"名单": PEOPLE}, title="潮鸣街道人员名单"))
    assert answer.status_code == 200
    (sheet,) = answer.json["sheets"]
    assert (sheet["name"], sheet["header"]) == ("名单", 1)
    assert sheet["fields_guessed"] == [None, "name", "phone", "within", "area_code", "role"]
    last = {"line": 3, "cells": ["1", "钱多", "19900009001", "刀茅巷", "第1网格", "社工"]}
    assert sheet["rows"][-1] == last


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "sheet.empty"),
        (b"<html></html>", 422, "sheet.unknown_kind"),
        (b"x" * (2 * 1024 * 1024 + 1), 413, "request.too_large"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    client: ActingClient, cast: Cast, data: bytes, status: int, code: str
) -> None:
    answer = upload(client.as_(cast.chaoming_admin), data)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["title"]


def test_only_who_keeps_accounts_uploads_lists(client: ActingClient, cast: Cast) -> None:
    for person in (cast.chaoming_commander, cast.grid_worker):
        assert upload(client.as_(person), b"a,b\n").status_code == 403
        assert client.as_(person).get("/api/people/import/template.xlsx").status_code == 403


@pytest.mark.parametrize(("language", "first"), [("zh-CN", "姓名"), ("en", "Name")])
def test_the_template_is_read_back_with_every_column_known(
    client: ActingClient, cast: Cast, language: str, first: str
) -> None:
    fang = client.as_(cast.chaoming_admin)
    answer = fang.get(f"/api/people/import/template.xlsx?language={language}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    form, areas = read(answer.data)
    assert form.rows[0].cells[0] == first
    sheet = upload(fang, answer.data).json["sheets"][0]
    assert None not in sheet["fields_guessed"]
    assert set(sheet["fields_guessed"]) <= set(HEADERS)
    codes = {row.cells[0] for row in areas.rows}
    assert {CHAOMING, DAOMAO} <= codes
    assert WULIN not in codes


def test_the_example_of_the_template_is_a_good_row(client: ActingClient, cast: Cast) -> None:
    fang = client.as_(cast.chaoming_admin)
    sheet = upload(fang, fang.get("/api/people/import/template.xlsx").data).json["sheets"][0]
    rows = [{"line": row["line"], "cells": row["cells"]} for row in sheet["rows"][1:]]
    report = fang.post("/api/people/import", json={"columns": sheet["fields_guessed"], "rows": rows})
    assert (report.json["errors"], len(report.json["outcomes"])) == ([], 1)
