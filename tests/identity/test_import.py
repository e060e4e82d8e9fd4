"""Taking in a CSV of people: every line or none, with a report by line."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from backend.core.facts import Fact
from backend.identity.models import Person
from tests.cast import DAOMAO, DAOMAO_EAST, WULIN, Cast
from tests.client import ActingClient
from tests.identity.phone import Phone

HEADER = "姓名,手机号,区划代码,账号,角色,角色区划代码,负责人\n"
GOOD = (
    HEADER
    + f"钱多,19900009001,{DAOMAO_EAST},qian.duo,网格员,,是\n"
    + f"孙宁,19900009002,{DAOMAO_EAST},,志愿者,{DAOMAO},否\n"
    + f"李安,19900009003,{DAOMAO_EAST},,,,\n"
)


def take_in(client: ActingClient, text: str, *, dry_run: bool = False) -> Any:
    return client.post("/api/people/import", json={"csv": text, "dry_run": dry_run})


def population(db: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_dry_run_reports_and_changes_nothing(client: ActingClient, cast: Cast, db: Any) -> None:
    before = population(db)
    report = take_in(client.as_(cast.chaoming_admin), GOOD, dry_run=True).json
    assert report["outcomes"] == [
        {"line": line, "outcome": "created", "changes": [], "was": None, "area_code": DAOMAO_EAST} for line in (2, 3, 4)
    ]
    counts = {"rows": 3, "created": 0, "updated": 0, "errors": [], "issued": []}
    assert {name: report[name] for name in counts} == counts
    assert population(db) == before


def test_a_good_list_makes_people_roles_and_accounts(client: ActingClient, cast: Cast, app: Flask) -> None:
    fang = client.as_(cast.chaoming_admin)
    report = take_in(fang, GOOD).json
    assert (report["rows"], report["created"], report["errors"]) == (3, 3, [])
    assert [(item["line"], item["username"]) for item in report["issued"]] == [(2, "qian.duo")]
    listed = {item["name"]: item for item in fang.get(f"/api/people?area={DAOMAO}").json["items"]}
    roles = {name: [(g["role"], g["area_code"], g["is_lead"]) for g in it["grants"]] for name, it in listed.items()}
    assert roles["钱多"] == [("grid_worker", DAOMAO_EAST, True)]
    assert roles["孙宁"] == [("volunteer", DAOMAO, False)]
    assert roles["李安"] == []
    signed_in = Phone(app).sign_in("qian.duo", report["issued"][0]["password"])
    assert signed_in.json["must_change_password"] is True


def test_one_bad_line_keeps_all_out_and_is_named_in_both_languages(client: ActingClient, cast: Cast, db: Any) -> None:
    before = population(db)
    bad = (
        GOOD
        + f"周五,19900009004,{WULIN},,,,\n"
        + "郑六,19900009005,999999,SHEN,,,\n"
        + f"林夏,{cast.volunteer.phone},{DAOMAO},,,,\n"
        + f",19900009007,{DAOMAO},,国王,,\n"
        + f"王七,19900009008,{DAOMAO},,指挥长,{WULIN},\n"
    )
    report = take_in(client.as_(cast.chaoming_admin), bad).json
    assert (report["rows"], report["created"], report["issued"]) == (8, 0, [])
    assert [(e["line"], e["column"], e["code"]) for e in report["errors"]] == [
        (5, "area_code", "identity.outside_subtree"),
        (6, "area_code", "identity.area_unknown"),
        (6, "username", "identity.username_taken"),
        (7, "phone", "identity.person_exists"),
        (8, "name", "identity.import_missing"),
        (8, "role", "identity.import_role"),
        (9, "role_area_code", "identity.outside_subtree"),
    ]
    assert {(e["zh"], e["en"]) for e in report["errors"] if e["line"] == 5} == {
        ("超出您的管辖范围", "Outside the area you are responsible for")
    }
    assert population(db) == before


def test_the_same_list_a_second_time_makes_nobody_twice(client: ActingClient, cast: Cast, db: Any) -> None:
    fang = client.as_(cast.chaoming_admin)
    take_in(fang, GOOD)
    before = population(db)
    report = take_in(fang, GOOD).json
    assert report["created"] == 0
    assert {error["code"] for error in report["errors"]} == {"identity.person_exists", "identity.username_taken"}
    assert population(db) == before


def test_a_list_that_is_too_long_for_one_request_is_refused(client: ActingClient, cast: Cast) -> None:
    many = HEADER + "".join(f"人{n},19900{n:06d},{DAOMAO},user{n},,,\n" for n in range(501))
    fang = client.as_(cast.chaoming_admin)
    assert take_in(fang, many).json["code"] == "identity.import_too_large"
    # A dry run opens no account: the phone asks once about all, and then sends them in parts.
    assert take_in(fang, many, dry_run=True).status_code == 200
    longer = HEADER + "".join(f"人{n},19900{n:06d},{DAOMAO},,,,\n" for n in range(5_001))
    answer = take_in(fang, longer, dry_run=True)
    assert (answer.status_code, answer.json["code"]) == (413, "identity.import_too_large")


def test_a_list_of_nothing_but_faults_is_as_long_as_its_lines(client: ActingClient, cast: Cast) -> None:
    answer = take_in(client.as_(cast.chaoming_admin), HEADER + "x\n" * 500_000, dry_run=True)
    assert (answer.status_code, answer.json["code"]) == (413, "identity.import_too_large")


def test_five_thousand_people_are_taken_in_with_a_handful_of_statements(
    client: ActingClient, cast: Cast, db: Any
) -> None:
    many = HEADER + "".join(f"人{n},19900{n:06d},{DAOMAO},,志愿者,,\n" for n in range(5_000))
    assert take_in(client.as_(cast.chaoming_admin), many).json["created"] == 5_000
    kinds = dict(db.session.execute(select(Fact.kind, func.count()).group_by(Fact.kind)).all())
    assert (kinds["person.created"], kinds["role.granted"], kinds["people.imported"]) == (5_000, 5_000, 1)


def test_a_broken_file_is_one_error_and_not_a_crash(client: ActingClient, cast: Cast) -> None:
    for text in ('姓名,"', "a;b;c\n1;2;3\n", "姓名,手机号,区划代码\n" + "x" * 200_000):
        report = take_in(client.as_(cast.chaoming_admin), text).json
        assert [error["line"] for error in report["errors"]] == [1] or report["errors"][0]["line"] == 2
        assert report["created"] == 0


def test_a_commander_imports_nobody(client: ActingClient, cast: Cast) -> None:
    assert take_in(client.as_(cast.chaoming_commander), GOOD).status_code == 403
