"""Taking in people by the rows of a sheet: areas by name, roles by name, the same list again as a correction."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.areas.models import Area
from backend.core.facts import Fact
from backend.identity.models import Account, Person, RoleGrant
from tests.builders import people
from tests.cast import DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DONGHE, DONGHE_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

COLUMNS = ["name", "phone", "area_code", "role"]


def take_in(
    client: ActingClient,
    *rows: list[str],
    columns: list[str] | None = None,
    existing: str = "refuse",
    dry: bool = False,
) -> Any:
    lines = [{"line": line, "cells": cells} for line, cells in enumerate(rows, start=3)]
    body = {"columns": columns or COLUMNS, "rows": lines, "existing": existing, "dry_run": dry}
    return client.post("/api/people/import", json=body)


def faults(report: Any) -> list[tuple[int, str, str]]:
    return [(error["line"], error["column"], error["code"]) for error in report.json["errors"]]


def outcomes(report: Any) -> list[tuple[str, list[str]]]:
    return [(line["outcome"], line["changes"]) for line in report.json["outcomes"]]


def one(db: Any, name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def roles(db: Any, person: Person) -> set[tuple[str, str, bool]]:
    live = select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.revoked_at.is_(None))
    return {(grant.role, grant.area_code, grant.is_lead) for grant in db.session.scalars(live)}


@pytest.fixture
def named(cast: Cast, db: Any) -> Cast:
    """Grids as a district calls them: in both communities there is a first one."""
    for code, name in {
        DAOMAO: "刀茅巷社区",
        DAOMAO_WEST: "刀茅巷社区第1网格",
        DAOMAO_EAST: "刀茅巷社区第2网格",
        DONGHE: "东河社区",
        DONGHE_WEST: "第1网格",
        WULIN: "武林街道",
        XIANLIN_WEST: "第9网格",
    }.items():
        db.session.get_one(Area, code).name_zh = name
    db.session.commit()
    return cast


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (DAOMAO_EAST, DAOMAO_EAST),
        ("刀茅巷社区第2网格", DAOMAO_EAST),
        ("第2网格", DAOMAO_EAST),
        ("第二网格", DAOMAO_EAST),
        ("刀茅巷社区 / 第 2 网格", DAOMAO_EAST),
        ("东河社区第一网格", DONGHE_WEST),
        ("330103005056002", DAOMAO_EAST),
        ("刀茅巷社区", DAOMAO),
    ],
)
def test_an_area_is_found_by_its_code_or_by_its_name(client: ActingClient, named: Cast, said: str, code: str) -> None:
    report = take_in(client.as_(named.chaoming_admin), ["钱多", "19900009001", said, "网格员"], dry=True)
    assert faults(report) == []
    assert [line["area_code"] for line in report.json["outcomes"]] == [code]


def test_a_name_that_several_areas_have_is_a_fault_that_names_them(client: ActingClient, named: Cast) -> None:
    report = take_in(client.as_(named.chaoming_admin), ["钱多", "19900009001", "第1网格", ""])
    assert faults(report) == [(3, "area_code", "identity.area_ambiguous")]
    assert DAOMAO_WEST in report.json["errors"][0]["zh"]
    assert DONGHE_WEST in report.json["errors"][0]["en"]


def test_a_community_beside_the_grid_tells_which_one_is_meant(client: ActingClient, named: Cast) -> None:
    columns = ["name", "phone", "within", "area_code"]
    report = take_in(
        client.as_(named.chaoming_admin),
        ["钱多", "19900009001", "东河社区", "第1网格"],
        ["孙宁", "19900009002", "刀茅巷社区", ""],
        ["李安", "19900009003", "无此社区", "第1网格"],
        ["周五", "19900009004", "东河社区", "第2网格"],
        columns=columns,
        dry=True,
    )
    assert [line["area_code"] for line in report.json["outcomes"]] == [DONGHE_WEST, DAOMAO]
    assert faults(report) == [(5, "within", "identity.area_unknown"), (6, "area_code", "identity.area_unknown")]


def test_another_streets_area_is_unknown_by_name_and_outside_by_code(client: ActingClient, named: Cast) -> None:
    report = take_in(
        client.as_(named.chaoming_admin),
        ["钱多", "19900009001", "第9网格", ""],
        ["孙宁", "19900009002", XIANLIN_WEST, ""],
    )
    assert faults(report) == [
        (3, "area_code", "identity.area_unknown"),
        (4, "area_code", "identity.outside_subtree"),
    ]


def test_a_cell_may_name_several_roles_in_the_words_of_the_field(client: ActingClient, cast: Cast, db: Any) -> None:
    take_in(client.as_(cast.chaoming_admin), ["钱多", "19900009001", DAOMAO_EAST, "社工、志愿者"])
    person = one(db, "钱多")
    assert person.phone == "19900009001"
    assert roles(db, person) == {("grid_worker", DAOMAO_EAST, False), ("volunteer", DAOMAO_EAST, False)}


def test_two_of_the_three_administrators_in_one_row_are_a_fault(client: ActingClient, cast: Cast) -> None:
    fang = client.as_(cast.chaoming_admin)
    report = take_in(fang, ["钱多", "19900009001", DAOMAO, "系统管理员、审计管理员"])
    assert faults(report) == [(3, "role", "identity.role_overlap")]


def test_people_known_already_are_skipped_where_one_asks_for_that(client: ActingClient, cast: Cast, db: Any) -> None:
    fang, chen = client.as_(cast.chaoming_admin), cast.grid_worker
    rows = ([chen.name, chen.phone, DAOMAO_EAST, "志愿者"], ["钱多", "19900009001", DAOMAO_EAST, ""])
    assert faults(take_in(fang, *rows)) == [(3, "phone", "identity.person_exists")]
    report = take_in(fang, *rows, existing="skip")
    assert outcomes(report) == [("skipped", []), ("created", [])]
    assert (report.json["created"], report.json["updated"]) == (1, 0)
    db.session.refresh(chen)
    assert chen.area_code == DAOMAO_WEST


def test_the_same_list_again_as_a_correction_changes_nothing(client: ActingClient, cast: Cast, db: Any) -> None:
    fang = client.as_(cast.chaoming_admin)
    row = ["钱多", "19900009001", DAOMAO_EAST, "网格员", "qian.duo"]
    columns = [*COLUMNS, "username"]
    assert take_in(fang, row, columns=columns).json["issued"][0]["username"] == "qian.duo"
    facts = len(db.session.scalars(select(Fact)).all())
    again = take_in(fang, row, columns=columns, existing="update")
    assert outcomes(again) == [("unchanged", [])]
    assert again.json["issued"] == []
    kinds = [fact.kind for fact in db.session.scalars(select(Fact).order_by(Fact.seq)).all()[facts:]]
    assert kinds == ["people.imported"]


def test_a_correction_moves_a_worker_and_his_role_to_another_grid(client: ActingClient, cast: Cast, db: Any) -> None:
    chen = cast.grid_worker
    report = take_in(client.as_(cast.chaoming_admin), [chen.name, chen.phone, DAOMAO_EAST, "网格员"], existing="update")
    assert outcomes(report) == [("updated", ["area_code", "roles"])]
    db.session.refresh(chen)
    assert chen.area_code == DAOMAO_EAST
    # He led the grid he comes from, and the list does not say otherwise.
    assert roles(db, chen) == {("grid_worker", DAOMAO_EAST, True)}


def test_a_new_number_or_a_mended_name_is_the_same_person(client: ActingClient, cast: Cast, db: Any) -> None:
    chen, lin = cast.grid_worker, cast.volunteer
    report = take_in(
        client.as_(cast.chaoming_admin),
        [chen.name, "19900008888", DAOMAO_WEST, ""],
        ["林霞", lin.phone, DAOMAO_WEST, ""],
        existing="update",
        dry=True,
    )
    assert outcomes(report) == [("updated", ["phone"]), ("updated", ["name"])]
    assert [line["was"] for line in report.json["outcomes"]] == [f"{chen.name} {chen.phone}", f"林夏 {lin.phone}"]


def test_a_username_finds_its_person_whatever_else_changed(client: ActingClient, cast: Cast, db: Any) -> None:
    row = ["陈晓荷", "19900008888", DAOMAO_EAST, "", "CHEN"]
    columns = [*COLUMNS, "username"]
    report = take_in(client.as_(cast.chaoming_admin), row, columns=columns, existing="update")
    assert outcomes(report) == [("updated", ["name", "phone", "area_code"])]
    db.session.refresh(cast.grid_worker)
    assert (cast.grid_worker.name, cast.grid_worker.phone) == ("陈晓荷", "19900008888")


def test_a_household_with_one_phone_stays_two_people(client: ActingClient, cast: Cast) -> None:
    lin = cast.volunteer
    report = take_in(
        client.as_(cast.chaoming_admin),
        [lin.name, lin.phone, DAOMAO_WEST, ""],
        ["林父", lin.phone, DAOMAO_WEST, ""],
        existing="update",
        dry=True,
    )
    assert outcomes(report) == [("unchanged", []), ("created", [])]


def test_an_account_is_opened_for_somebody_known_who_has_none(client: ActingClient, cast: Cast, db: Any) -> None:
    wang = people.person("王七", DAOMAO_WEST)
    row = [wang.name, wang.phone, DAOMAO_WEST, "", "wang.qi"]
    report = take_in(client.as_(cast.chaoming_admin), row, columns=[*COLUMNS, "username"], existing="update")
    assert outcomes(report) == [("updated", ["account"])]
    assert [issued["person_id"] for issued in report.json["issued"]] == [str(wang.id)]
    renamed = [*row[:4], "wang7"]
    again = take_in(client.as_(cast.chaoming_admin), renamed, columns=[*COLUMNS, "username"], existing="update")
    assert outcomes(again) == [("updated", ["username"])]
    assert db.session.get_one(Account, wang.id, populate_existing=True).username == "wang7"


def test_a_correction_reaches_nobody_above_outside_or_oneself(client: ActingClient, cast: Cast, db: Any) -> None:
    high = cast.chaoming_duty
    people.grant(high, "commander", WULIN)
    fang = cast.chaoming_admin
    wulin = cast.wulin_worker
    report = take_in(
        client.as_(fang),
        [high.name, high.phone, DAOMAO, ""],
        [fang.name, fang.phone, DAOMAO, ""],
        [wulin.name, wulin.phone, DAOMAO, ""],
        existing="update",
    )
    assert faults(report) == [
        (3, "name", "identity.outside_subtree"),
        (4, "name", "identity.not_yourself"),
        (5, "name", "identity.outside_subtree"),
    ]
    db.session.refresh(wulin)
    assert wulin.area_code == XIANLIN_WEST


def test_a_correction_takes_no_username_from_somebody_else(client: ActingClient, cast: Cast) -> None:
    chen = cast.grid_worker
    row = [chen.name, chen.phone, DAOMAO_WEST, "", "lin"]
    report = take_in(client.as_(cast.chaoming_admin), row, columns=[*COLUMNS, "username"], existing="update")
    assert faults(report) == [(3, "username", "identity.username_taken")]


def test_two_rows_about_one_person_are_a_fault(client: ActingClient, cast: Cast) -> None:
    lin = cast.volunteer
    rows = (["林一", lin.phone, DAOMAO_WEST, "", "lin"], [lin.name, "19900007777", DAOMAO_WEST, "", ""])
    report = take_in(client.as_(cast.chaoming_admin), *rows, columns=[*COLUMNS, "username"], existing="update")
    assert (4, "name", "identity.import_repeated") in faults(report)


def test_full_width_digits_of_a_chinese_keyboard_are_digits(client: ActingClient, cast: Cast, db: Any) -> None:
    take_in(client.as_(cast.chaoming_admin), ["钱多", "19900009001", DAOMAO_EAST, ""])
    assert one(db, "钱多").phone == "19900009001"


@pytest.mark.parametrize(
    "body",
    [
        {"dry_run": True},
        {"csv": "a", "rows": [{"line": 1, "cells": []}], "columns": COLUMNS},
        {"rows": [{"line": 1, "cells": []}]},
        {"rows": [{"line": 1, "cells": []}], "columns": ["name", "phone"]},
        {"rows": [{"line": 1, "cells": []}], "columns": ["name", "phone", "area_code", "name"]},
        {"rows": [{"line": 1, "cells": []}], "columns": ["name", "phone", "area_code", "shoe size"]},
        {"rows": [{"line": 0, "cells": []}], "columns": COLUMNS},
        {"csv": "a", "existing": "overwrite"},
    ],
)
def test_what_a_phone_sends_is_checked(client: ActingClient, cast: Cast, body: dict[str, Any]) -> None:
    assert client.as_(cast.chaoming_admin).post("/api/people/import", json=body).status_code == 422
