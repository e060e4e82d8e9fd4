"""Reading tables that people upload: whatever program made them, and whatever a stranger hides in them."""

from datetime import date, datetime

import pytest

from backend.core.errors import Problem
from backend.core.sheets import header, workbook
from backend.core.sheets.read import ROWS, Sheet, read
from tests.builders import workbooks

PEOPLE = [["姓名", "手机号", "网格"], ["陈小河", 19900001234, "第1网格"], ["林夏", 19900001235.0, 330103005056001]]
TEXTS = [["姓名", "手机号", "网格"], ["陈小河", "19900001234", "第1网格"], ["林夏", "19900001235", "330103005056001"]]
CSV = "\n".join(",".join(row) for row in TEXTS) + "\n"


def cells(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(Problem) as refused:
        read(data)
    return refused.value.code


@pytest.mark.parametrize(
    "data",
    [
        workbooks.xlsx({"人员": PEOPLE}),
        workbooks.xls(PEOPLE),
        workbooks.ods(TEXTS),
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.replace(",", "\t").encode(),
        CSV.replace(",", ";").encode("gb18030"),
    ],
    ids=["xlsx", "xls", "ods", "utf-8", "bom", "gb18030", "utf-16", "tabs", "semicolons"],
)
def test_every_program_gives_the_same_rows_of_text(data: bytes) -> None:
    (sheet,) = read(data)
    assert cells(sheet) == TEXTS
    assert [row.line for row in sheet.rows] == [1, 2, 3]


def test_numbers_days_and_truths_are_what_a_person_would_read() -> None:
    row = [19900001234, 1.5, 1e-7, date(2026, 3, 2), datetime(2026, 3, 2, 8, 30), True, " 张\u00a0 \n三 "]  # noqa: DTZ001 - Excel knows no zones
    (sheet,) = read(workbooks.xlsx({"s": [row]}))
    assert cells(sheet) == [["19900001234", "1.5", "0.0000001", "2026-03-02", "2026-03-02T08:30:00", "true", "张 三"]]


def test_blank_rows_count_as_lines_and_are_left_out() -> None:
    (sheet,) = read(workbooks.xlsx({"s": [["姓名"], [""], ["陈"]]}))
    assert [(row.line, row.cells) for row in sheet.rows] == [(1, ["姓名"]), (3, ["陈"])]
    (text,) = read("姓名,手机\n\n,\n陈,1\n".encode())
    assert [row.line for row in text.rows] == [1, 4]


def test_hidden_and_empty_sheets_are_left_out() -> None:
    book = workbooks.xlsx({"人员": PEOPLE, "密": [["secret"]], "空": [[""]]}, hidden=["密"])
    assert [sheet.name for sheet in read(book)] == ["人员"]


def test_a_formula_is_the_value_beside_it_and_is_never_run() -> None:
    (sheet,) = read(workbooks.xlsx({"s": [["姓名"], ['=HYPERLINK("http://evil.example","x")']]}))
    assert cells(sheet) in ([["姓名"], ["0"]], [["姓名"]])


def bomb(size: int) -> bytes:
    return workbooks.rewritten(
        workbooks.xlsx({"s": PEOPLE}), lambda name, old: old + b" " * size if "sheet1" in name else old
    )


def far_away() -> bytes:
    """A cell in the last column of the last row: 17 thousand million cells between it and the first."""
    return workbooks.rewritten(workbooks.xlsx({"s": PEOPLE}), lambda _, old: old.replace(b'r="A3"', b'r="XFD1048576"'))


def lying() -> bytes:
    """A bomb whose zip says that it is small: the sizes stand in the directory at its end."""
    honest, size = bomb(100_000_000), 100_000_000 + plain_size()
    assert size.to_bytes(4, "little") in honest
    return honest.replace(size.to_bytes(4, "little"), (5_000).to_bytes(4, "little"))


def plain_size() -> int:
    sizes: list[int] = []
    workbooks.rewritten(
        workbooks.xlsx({"s": PEOPLE}), lambda name, old: sizes.append(len(old)) or old if "sheet1" in name else old
    )
    return sizes[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty"),
        (b" \n\t", "sheet.empty"),
        (workbooks.xlsx({"s": [[""]]}), "sheet.empty"),
        (b"%PDF-1.7 ...", "sheet.unknown_kind"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "sheet.unknown_kind"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.unknown_kind"),
        (workbooks.rewritten(b"PK\x05\x06" + b"\0" * 18, lambda _, old: old), "sheet.unknown_kind"),
        (b"PK\x03\x04 and nothing more", "sheet.unreadable"),
        (workbooks.xlsx({"s": PEOPLE})[:3000], "sheet.unreadable"),
        (workbooks.ole("Workbook", b"no records"), "sheet.unreadable"),
        (workbooks.ole("EncryptedPackage", b"locked"), "sheet.encrypted"),
        (bomb(70_000_000), "sheet.too_large"),
        (far_away(), "sheet.too_large"),
        (b"a,b\n" * (ROWS + 30), "sheet.too_many"),
        (b",".join([b"x"] * 41), "sheet.too_many"),
        (b'"never closed', "sheet.unreadable"),
        (b"\xff\xff\xff\x80\x81", "sheet.unreadable"),
    ],
    ids=[
        "empty", "blank", "no cells", "pdf", "png", "html", "empty zip", "broken zip", "half a zip", "no records",
        "encrypted", "bomb", "huge dimensions", "too many rows", "too many columns", "open quote", "no encoding",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_zip_that_lies_about_its_size_takes_no_memory_of_ours() -> None:
    assert refusal(lying()) in {"sheet.too_large", "sheet.unreadable"}


def test_a_reader_that_died_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "__name__", "backend.core.sheets.nothing_here")
    assert refusal(workbooks.xlsx({"s": PEOPLE})) == "sheet.unreadable"


WORDS = {
    "name": ("name", "姓名"),
    "phone": ("phone", "手机号", "电话"),
    "area_code": ("area", "网格"),
    "lead": ("负责人",),
}


def test_the_header_is_found_below_merged_titles_and_notes() -> None:
    rows = [
        ["潮鸣街道人员名单"],
        ["填表说明:电话必填"],
        ["序号", "姓名", "手机号", "所属网格"],
        ["1", "陈", "199", "一"],
    ]
    found = header.find(rows, WORDS)
    assert (found.at, found.fields) == (2, [None, "name", "phone", "area_code"])


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (["* 姓 名(必填)", "电话:", "网格"], ["name", "phone", "area_code"]),
        (["Name", "PHONE", "Area"], ["name", "phone", "area_code"]),
        (["电话2", "电话", "姓名"], [None, "phone", "name"]),
        (["备注", "是否负责人"], [None, "lead"]),
        ([], []),
    ],
)
def test_columns_are_known_by_their_headers_however_they_are_decorated(
    cells: list[str], fields: list[str | None]
) -> None:
    assert header.fields_of(cells, WORDS) == fields


def test_a_sheet_without_a_known_header_begins_with_its_first_row() -> None:
    assert header.find([["a", "b"], ["c", "d"]], WORDS) == header.Header(0, [None, None])
    assert header.find([], WORDS).fields == []
