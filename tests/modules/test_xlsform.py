"""Forms made elsewhere: an Excel file becomes a draft, and what could not be carried over is told with its row."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import orjson
import pytest

from backend.core.errors import Problem
from backend.modules.catalogue import reader, writing
from backend.modules.catalogue.xlsform import module, reading
from backend.modules.catalogue.xlsform.expressions import CannotSay, Known, translate
from tests.cast import CHAOMING, WULIN, Cast
from tests.client import ActingClient

OWNER = {"zh": "潮鸣街道", "en": "Chaoming"}
HEAD = ("type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "required", "calculation",
        "default", "hint::中文 (zh)", "hint::English (en)")  # fmt: skip
LEAKS = "selected(${faults}, 'leak') and ${state_of} != ''"
SURVEY: Sequence[Sequence[Any]] = (
    ("start", "start"),
    ("begin group", "place", "地点", "Place"),
    ("text", "Spot.Name", "点位", "Spot", "", "string-length(.) <= 30", "yes"),
    ("geopoint", "where", "位置", "Position"),
    ("end group",),
    ("begin group", "check", "检查", "Check"),
    ("select_one state", "state_of", "状况", "Condition", "", "", "yes"),
    ("select_multiple faults", "faults", "问题", "Faults", "${state_of} = 'bad'", "", "", "", "", "可多选", "Several"),
    ("integer", "count", "数量", "Count", LEAKS, ". > 0 and . < 100", "${state_of} = 'bad'"),
    ("date", "seen", "日期", "Seen on", "", "", "", "", "today()"),
    ("image", "photo", "照片", "Photo"),
    ("text", "phone", "联系电话", "Phone", "", "regex(., '[0-9]{11}')"),
    ("note", "thanks", "谢谢", "Thank you"),
    ("end group",),
    ("begin repeat", "parts", "部件", "Parts"),
    ("text", "part", "部件名", "Part", "${count} > 3"),
    ("end repeat",),
    ("calculate", "double", "", "", "", "", "", "${count} * 2"),
    ("audio", "sound", "录音", "Sound"),
    ("decimal", "weight", "重量", "Weight", "pulldata('a','b','c','d') > 1", ". >= sum(${parts})"),
)  # fmt: skip
CHOICES = (
    ("state", "good", "好", "Good"),
    ("state", "bad", "坏", "Bad"),
    ("faults", "leak", "漏水", "Leak"),
    ("faults", "crack", "裂缝", ""),
)


def book(survey: Sequence[Sequence[Any]] = SURVEY, **sheets: Sequence[Sequence[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    choices = (("list_name", "name", "label::中文 (zh)", "label::English (en)"), *CHOICES)
    settings = (("form_title", "form_id"), ("井盖巡查", "Manhole-2026"))
    for name, rows in {"survey": (HEAD, *survey), "choices": choices, "settings": settings, **sheets}.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def carried() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return module.converted(reading.form(book(cascades=[("a", "b"), ("1", "2")])), OWNER)


def widgets(content: dict[str, Any]) -> dict[str, Any]:
    pages = content["forms"]["fill"]["pages"]
    return {widget["field"]: widget for page in pages for widget in page["widgets"] if "field" in widget}


def test_it_is_fit_to_be_tried_at_once(carried: Any) -> None:
    content, _ = carried
    faults, made = reader.check(writing.written(content))
    assert faults == []
    assert made is not None
    assert (made["id"], made["title"]) == ("manhole_2026", {"zh": "井盖巡查", "en": "井盖巡查"})


def test_groups_are_pages_in_both_languages(carried: Any) -> None:
    pages = carried[0]["forms"]["fill"]["pages"]
    assert [page["title"]["en"] for page in pages] == ["Place", "Check", "井盖巡查"]
    assert [page["title"]["zh"] for page in pages][:2] == ["地点", "检查"]


def test_types_choices_and_constraints_are_schemas(carried: Any) -> None:
    fields = carried[0]["entities"]["record"]["fields"]
    assert fields["spot_name"]["schema"] == {"type": "string", "maxLength": 30}
    assert fields["state_of"]["schema"] == {"type": "string", "enum": ["good", "bad"]}
    assert fields["state_of"]["words"]["bad"] == {"zh": "坏", "en": "Bad"}
    assert fields["faults"]["schema"]["items"]["enum"] == ["leak", "crack"]
    assert fields["count"]["schema"] == {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 100}
    assert fields["phone"]["schema"]["pattern"] == "^(?:[0-9]{11})$"
    assert (fields["phone"]["personal"], fields["where"]["schema"]["type"]) == ("contact", "object")
    assert carried[0]["entities"]["record"]["place"] == "where"
    assert fields["parts"]["items"]["part"]["schema"]["type"] == "string"
    assert carried[0]["entities"]["record"]["values"] == {"double": {"*": [{"var": "count"}, 2]}}


def test_what_hangs_on_an_answer_hangs_on_it_here(carried: Any) -> None:
    asked = widgets(carried[0])
    assert asked["faults"]["show_if"] == {"==": [{"var": "state_of"}, "bad"]}
    assert asked["faults"]["hint"] == {"zh": "可多选", "en": "Several"}
    assert asked["count"]["show_if"] == {"and": [{"in": ["leak", {"var": "faults"}]}, {"!!": [{"var": "state_of"}]}]}
    assert (asked["spot_name"]["require_if"], asked["count"]["require_if"]) == (
        True, {"==": [{"var": "state_of"}, "bad"]}
    )  # fmt: skip
    assert asked["seen"]["prefill"] == {"var": "today"}


def test_what_could_not_be_carried_over_is_named_with_its_row(carried: Any) -> None:
    said = {(note["row"], note["code"]) for note in carried[1]}
    assert {
        (2, "metadata"), (13, "personal"), (17, "in_repeat"), (20, "type"), (21, "relevant"), (21, "constraint"),
        (9, "language"), (1, "sheet"), (1, "tests"),
    } <= said, sorted(said)  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        book(survey=[("text", "a", "甲", "A"), ("end group",)]),
        book(survey=[("text", "", "甲", "A")]),
        book(survey=[("select_one nothing", "a", "甲", "A")]),
        book(survey=[("text", "a", "甲", "A"), ("text", "a", "乙", "B")]),
    ],
    ids=["unopened", "unnamed", "no choices", "twice"],
)
def test_what_is_no_xlsform_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Problem) as refused:
        reading.form(data)
    assert (refused.value.code, bool(refused.value.details["why"])) == ("draft.no_form", True)


KNOWN = Known({"a": "a", "b": "b", "m": "m"}, frozenset({"m"}), ".")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("${a} = 'x' or ${b} > 3", {"or": [{"==": [{"var": "a"}, "x"]}, {">": [{"var": "b"}, 3]}]}),
        ("not(${a} = 1)", {"!": [{"==": [{"var": "a"}, 1]}]}),
        ("${m} = 'x'", {"in": ["x", {"var": "m"}]}),
        ("${a} + 2 * ${b} >= 10 div 2", {">=": [{"+": [{"var": "a"}, {"*": [2, {"var": "b"}]}]}, {"/": [10, 2]}]}),
        ("if(${a} > 1, 'big', 'small')", {"if": [{">": [{"var": "a"}, 1]}, "big", "small"]}),
        ("(${a}='x') and (true())", {"and": [{"==": [{"var": "a"}, "x"]}, True]}),
        (". != ‘x’", {"!=": [{"var": "."}, "x"]}),
        ("-${a} < -1.5", {"<": [{"-": [{"var": "a"}]}, {"-": [1.5]}]}),
        ("${a} mod 2 = 0", {"==": [{"%": [{"var": "a"}, 2]}, 0]}),
        ("count-selected(${m}) > 1", {">": [{"length": [{"var": "m"}]}, 1]}),
    ],
)
def test_expressions_are_rules(said: str, rule: Any) -> None:
    assert translate(said, KNOWN) == rule


@pytest.mark.parametrize(
    "said", ["${unknown} = 1", "pulldata('a')", "${a} =", "(${a} = 1", "once(1)", "${a} | ${b}", "1 1", "((((" * 20]
)
def test_what_rules_cannot_say_is_not_said(said: str) -> None:
    with pytest.raises(CannotSay):
        translate(said, KNOWN)


def test_a_clerk_sends_the_file_and_goes_on_from_there(client: ActingClient, cast: Cast) -> None:
    def send(who: Any, area: str, data: bytes) -> Any:
        path = f"/api/module-drafts/xlsform/{area}"
        return client.as_(who).post(path, data=data, content_type="application/octet-stream")

    made = send(cast.chaoming_commander, CHAOMING, book())
    assert made.status_code == 200, made.json
    assert (made.json["faults"], made.json["module"]) == ([], "manhole_2026")
    assert {note["sheet"] for note in made.json["notes"]} == {"survey"}
    assert "spot_name" in orjson.loads(made.json["content"])["entities"]["record"]["fields"]
    assert send(cast.chaoming_commander, WULIN, book()).json["code"] == "area.not_found"
    assert send(cast.chaoming_commander, CHAOMING, b"PK\x03\x04 no").json["code"] == "sheet.unreadable"
    assert send(cast.grid_worker, CHAOMING, book()).json["code"] == "actor.forbidden"
