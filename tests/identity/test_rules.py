"""What the rules of identity answer, without database, web or clock."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.identity.rules import lockout, people_list, rotation
from backend.identity.rules.actor import Actor, Held
from backend.identity.rules.address import neighbourhood
from backend.identity.rules.password import weakness
from backend.identity.rules.roles import ROLES, THREE_ADMINS, named, overlaps

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEADER = "姓名,手机号,区划代码,账号,角色,负责人\n"


def test_four_failures_leave_an_account_open_and_the_fifth_locks_it_for_half_an_hour() -> None:
    count, until = 0, None
    for _ in range(4):
        count, until = lockout.after_failure(count, until, NOON)
        assert until is None
    count, until = lockout.after_failure(count, until, NOON)
    assert until == NOON + timedelta(minutes=30)
    assert lockout.is_locked(until, NOON + timedelta(minutes=29, seconds=59))
    assert not lockout.is_locked(until, NOON + timedelta(minutes=30))


def test_after_a_lock_has_passed_the_count_starts_again() -> None:
    assert lockout.after_failure(5, NOON - timedelta(minutes=1), NOON) == (1, None)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-1A", "too_short"),
        ("x" * 129, "too_long"),
        ("password1234", "too_easy"),
        ("1234567890", "too_easy"),
        ("qwertyuiop1", "too_easy"),
        ("xiacheng330103", "too_easy"),
        ("chenxiaohe2026", "too_easy"),
        ("19900000007", "too_easy"),
        ("plum-rain on nine bridges", None),
        ("青石板路下雨天要当心滑倒", None),
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password: str, why: str | None) -> None:
    assert weakness(password, ["陈小河", "chenxiaohe", "19900000007"]) == why


def test_the_same_password_is_refused_only_to_the_one_whose_name_is_in_it() -> None:
    password = "zhumingxuan-88"
    assert weakness(password, ["zhumingxuan"]) == "too_easy"
    assert weakness(password, ["somebody"]) is None


@pytest.mark.parametrize("held", sorted(ROLES))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_two_different_administrators_never_meet_in_one_person(held: str, role: str) -> None:
    assert overlaps([held], role) is (held != role and {held, role} <= THREE_ADMINS)


def test_a_role_is_understood_by_code_and_by_its_name_in_either_language() -> None:
    assert [named(word) for word in ("grid_worker", " 网格员 ", "Grid Worker", "king")] == [*["grid_worker"] * 3, None]


CURRENT, PREVIOUS = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("jti", "seconds_ago", "verdict"),
    [
        (CURRENT, 0, "current"),
        (CURRENT, 86_400, "current"),
        (PREVIOUS, 0, "lost_reply"),
        (PREVIOUS, 30, "lost_reply"),
        (PREVIOUS, 31, "reused"),
        (uuid4(), 0, "reused"),
    ],
)
def test_a_refresh_token_is_good_once_and_the_one_before_for_thirty_seconds(
    jti: UUID, seconds_ago: int, verdict: str
) -> None:
    rotated_at = NOON - timedelta(seconds=seconds_ago)
    assert rotation.judge(jti, current=CURRENT, previous=PREVIOUS, rotated_at=rotated_at, now=NOON) == verdict


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("", "unknown"),
    ],
)
def test_a_customers_whole_ipv6_network_counts_as_one_address(address: str, counted_as: str) -> None:
    assert neighbourhood(address) == counted_as


def test_an_actors_subtrees_leave_out_what_another_one_covers() -> None:
    held = (Held("commander", "1.2."), Held("duty_officer", "1.2.3."), Held("commander", "1.4."))
    actor = Actor(uuid4(), "1.2.3.", held, False, uuid4(), uuid4())
    assert actor.roles == {"commander", "duty_officer"}
    assert actor.paths == ("1.2.", "1.4.")
    assert actor.paths_as("duty_officer") == ("1.2.3.",)
    assert actor.paths_as("analyst") == ()


def test_a_list_is_read_under_chinese_and_under_english_headers() -> None:
    rows, faults = people_list.read("\ufeff" + HEADER + "林夏,19900000001,330103005,linxia,志愿者,否\r\n")
    assert faults == []
    english, faults = people_list.read(
        "Name,Phone,Area code,Username,Role,Is lead\nLin Xia,19900000001,330103005,linxia,volunteer,no\n"
    )
    assert faults == []
    assert (rows[0].roles, rows[0].username, rows[0].is_lead) == (("volunteer",), "linxia", False)
    assert (english[0].roles, english[0].role_area_code) == (("volunteer",), "330103005")


def test_every_fault_names_its_line_also_after_a_cell_of_two_lines() -> None:
    text = HEADER + '"两行\n名字",19900000001,330103005,,,\n\n,电话,330103005,x,king,maybe\n'
    rows, faults = people_list.read(text)
    assert [row.line for row in rows] == [2]
    assert {(fault.line, fault.column) for fault in faults} == {
        (5, "name"), (5, "phone"), (5, "username"), (5, "role"), (5, "is_lead")
    }  # fmt: skip


def test_a_person_and_a_username_stand_only_once_in_a_list() -> None:
    one, two = "林夏,19900000001,330103005,linxia,,\n", "林夏,19900000001,330103005,LinXia,,\n"
    _, faults = people_list.read(HEADER + one + two)
    assert [(fault.line, fault.column, fault.details) for fault in faults] == [
        (3, "phone", {"first": 2}), (3, "username", {"first": 2})
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "姓名,手机号\n", "姓名,姓名,手机号,区划代码\n", "姓名,手机号,区划代码,工资\n", 'a,"b\n']
)
def test_a_list_without_the_right_header_is_refused_as_a_whole(text: str) -> None:
    rows, faults = people_list.read(text)
    assert rows == []
    assert [fault.code for fault in faults] == ["identity.import_unreadable"]


@pytest.mark.parametrize(
    "line", ["甲,199000,330103005,30.3,", "甲,199000,330103005,,120.2", "甲,199000,330103005,nan,120"]
)
def test_a_position_has_both_coordinates_as_numbers(line: str) -> None:
    _, faults = people_list.read("name,phone,area_code,lat_wgs84,lng_wgs84\n" + line + "\n")
    assert len(faults) == 1


@pytest.mark.parametrize("cells", ["是,,", ",330103005,"])
def test_what_belongs_to_a_role_needs_the_role(cells: str) -> None:
    _, faults = people_list.read(
        "name,phone,area_code,is_lead,role_area_code,role\n甲,199000,330103005," + cells + "\n"
    )
    assert [(fault.column, fault.code) for fault in faults] == [("role", "identity.import_missing")]
