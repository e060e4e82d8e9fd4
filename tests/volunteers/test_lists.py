"""Lists of volunteers: judged before anything is taken in, duplicates found and merged, progress seen."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person, RoleGrant
from backend.volunteers.actions.importing import forget, judge, read_in, take_in
from backend.volunteers.models.register import Destruction, Volunteer, VolunteerMerge
from backend.volunteers.models.register_import import RegisterFile, RegisterRow
from backend.volunteers.rules import import_life
from tests.builders import people
from tests.builders.register import csv, record_of, recorded, sent, taken_in, verdicts, volunteer, xlsx
from tests.cast import DAOMAO_EAST, DAOMAO_WEST, DONGHE_WEST, XIANLIN_WEST, Cast
from tests.client import ActingClient

URL = "/api/volunteers/imports"
WEEK = 7 * 86_400

ONE = ("李晓", "138 0000 1111", "ZYH001", DAOMAO_WEST, "急救、司机", "周末", "2026-01-05")
TWO = ("王芳", "13800002222", "ZYH002", DONGHE_WEST, "", "", "")


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def counts(who: Person, import_id: UUID) -> dict[str, int]:
    from_api = read_counts(who, import_id)
    return {verdict: count for verdict, count in from_api.items() if count}


def read_counts(who: Person, import_id: UUID) -> dict[str, int]:
    row: dict[str, int] = judge.judge(import_id, people.actor(who).paths_as("duty_officer", "commander"))
    return row


def named(name: str) -> list[Person]:
    return list(database.session.scalars(select(Person).where(Person.name == name, Person.active)))


@pytest.mark.parametrize("shape", ["csv", "xlsx", "json"])
def test_the_same_list_says_the_same_in_every_shape(cast: Cast, shape: str) -> None:
    data = {"csv": csv(ONE, TWO), "xlsx": xlsx(ONE, TWO), "json": zyh(ONE, TWO)}[shape]
    import_id = sent(cast.chaoming_duty, data)
    assert counts(cast.chaoming_duty, import_id) == {"new": 2}
    done = taken_in(cast.chaoming_duty, import_id)
    assert (done["state"], done["rows_done"]) == ("taken_in", 2)
    [person] = named("李晓")
    row = record_of(person.id)
    assert (person.phone, person.area_code) == ("13800001111", DAOMAO_WEST)
    assert (row.external_id, row.skills, row.availability) == ("ZYH001", ["driving", "first_aid"], ["weekend_day"])
    assert str(row.consented_on) == "2026-01-05"
    roles = database.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person.id)).all()
    assert roles == ["volunteer"]


def zyh(*lines: tuple[str, ...]) -> bytes:
    """As 志愿汇 answers: people inside what wraps them, skills as a list."""
    keys = ("realName", "mobile", "volunteerId", "gridCode", "skills", "serviceTime", "registerTime")
    found = [dict(zip(keys, line, strict=True)) for line in lines]
    for one in found:
        one["skills"] = one["skills"].split("、")  # type: ignore[assignment]  # a list in JSON
    return json.dumps({"code": 0, "data": {"total": len(found), "list": found}}).encode()


def test_nothing_is_taken_in_before_somebody_says_so(cast: Cast) -> None:
    import_id = sent(cast.chaoming_duty, csv(ONE))
    assert named("李晓") == []
    assert database.session.get(RegisterFile, import_id) is None
    take_in.take_in(import_id)
    assert named("李晓") == []


def test_a_line_that_cannot_be_read_says_where_and_why(client: ActingClient, cast: Cast) -> None:
    wrong = ("", "12", "Z", "没有的网格", "飞行", "半夜", "2099-01-01")
    import_id = sent(cast.chaoming_duty, csv(ONE, wrong))
    shown = client.as_(cast.chaoming_duty).get(f"{URL}/{import_id}/lines?verdict=refused").json["items"]
    assert [line["no"] for line in shown] == [3]
    assert {fault["column"]: fault["code"] for fault in shown[0]["faults"]} == {
        "name": "volunteer.missing",
        "phone": "volunteer.phone",
        "external_id": "volunteer.value",
        "grid": "volunteer.area_unknown",
        "skills": "volunteer.skill_unknown",
        "availability": "volunteer.time_unknown",
        "consented_on": "volunteer.day",
    }
    report = client.as_(cast.chaoming_duty).get(f"{URL}/{import_id}/report.csv").data.decode("utf-8-sig")
    assert "3,未接受,skills,没有这项技能:飞行" in report
    assert taken_in(cast.chaoming_duty, import_id)["counts"]["refused"] == 1
    assert named("李晓")


def test_another_streets_grid_is_not_known(cast: Cast) -> None:
    import_id = sent(cast.chaoming_duty, csv((*ONE[:3], XIANLIN_WEST, *ONE[4:])))
    assert counts(cast.chaoming_duty, import_id) == {"refused": 1}


def test_another_streets_volunteer_is_neither_changed_nor_made_again(cast: Cast) -> None:
    theirs = volunteer("李晓", XIANLIN_WEST, external_id="ZYH001")
    import_id = sent(cast.chaoming_duty, csv(ONE))
    assert counts(cast.chaoming_duty, import_id) == {"refused": 1}
    taken_in(cast.chaoming_duty, import_id)
    assert named("李晓") == [theirs]


def test_the_second_time_changes_nothing(cast: Cast) -> None:
    taken_in(cast.chaoming_duty, sent(cast.chaoming_duty, csv(ONE, TWO)))
    import_id = sent(cast.chaoming_duty, csv(ONE, TWO))
    assert counts(cast.chaoming_duty, import_id) == {"same": 2}
    before = database.session.scalar(select(func.count()).select_from(VolunteerMerge))
    taken_in(cast.chaoming_duty, import_id)
    assert database.session.scalar(select(func.count()).select_from(VolunteerMerge)) == before
    assert len(named("李晓")) == 1


def test_lines_that_repeat_each_other_become_one_and_what_they_said_is_kept(cast: Cast) -> None:
    again = ("李晓", "13800001111", "", DAOMAO_EAST, "手语", "", "")
    renamed = ("李小", "13800001111", "ZYH001", DAOMAO_WEST, "翻译", "", "")
    import_id = sent(cast.chaoming_duty, csv(ONE, again, renamed))
    assert verdicts(cast.chaoming_duty, import_id) == {2: "new", 3: "duplicate", 4: "duplicate"}
    taken_in(cast.chaoming_duty, import_id)
    [person] = named("李晓")
    assert record_of(person.id).skills == ["driving", "first_aid", "sign_language", "translation"]
    said = database.session.scalars(select(VolunteerMerge.said).where(VolunteerMerge.kept_id == person.id)).all()
    assert sorted(one["line"] for one in said) == [3, 4]


def test_one_number_of_the_register_for_two_people_is_refused(cast: Cast) -> None:
    other = ("赵云", "13800009999", "ZYH001", DAOMAO_WEST, "", "", "")
    assert verdicts(cast.chaoming_duty, sent(cast.chaoming_duty, csv(ONE, other))) == {2: "new", 3: "refused"}


def test_a_known_number_corrects_and_adds_but_takes_nothing_away(cast: Cast) -> None:
    known = volunteer("李晓", DONGHE_WEST, "care", external_id="ZYH001")
    import_id = sent(cast.chaoming_duty, csv(ONE))
    assert counts(cast.chaoming_duty, import_id) == {"changed": 1}
    taken_in(cast.chaoming_duty, import_id)
    assert (known.phone, known.area_code) == ("13800001111", DAOMAO_WEST)
    assert record_of(known.id).skills == ["care", "driving", "first_aid"]
    held = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == known.id)).one()
    assert held.area_code == DAOMAO_WEST


def test_whoever_works_in_the_cockpit_keeps_name_and_number(cast: Cast) -> None:
    worker = recorded(cast.grid_worker, external_id="ZYH001")
    before = (worker.name, worker.phone)
    import_id = sent(cast.chaoming_duty, csv(ONE))
    taken_in(cast.chaoming_duty, import_id)
    assert (worker.name, worker.phone) == before
    assert "first_aid" in record_of(worker.id).skills


@pytest.mark.parametrize(("decision", "people_then"), [("apart", 2), ("same", 1)])
def test_whom_a_line_resembles_somebody_decides(cast: Cast, decision: str, people_then: int) -> None:
    known = volunteer("李晓", DAOMAO_WEST)
    import_id = sent(cast.chaoming_duty, csv(ONE))
    assert counts(cast.chaoming_duty, import_id) == {"similar": 1}
    taken_in(cast.chaoming_duty, import_id, similar=decision)
    assert len(named("李晓")) == people_then
    assert (record_of(known.id).external_id == "ZYH001") == (decision == "same")


def test_the_same_number_and_almost_the_same_name_is_similar_and_a_household_is_not(cast: Cast) -> None:
    known = volunteer("李小", DONGHE_WEST)
    known.phone = "13800001111"
    database.session.flush()
    household = ("赵大海", "13800001111", "", DONGHE_WEST, "", "", "")
    import_id = sent(cast.chaoming_duty, csv(ONE, household))
    assert verdicts(cast.chaoming_duty, import_id) == {2: "similar", 3: "new"}


def test_it_is_taken_in_page_by_page_and_a_repeated_page_adds_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_life, "PAGE", 2)
    lines = [(f"志愿{no}", f"1390000{no:04d}", f"P{no:04d}", DAOMAO_WEST, "", "", "") for no in range(5)]
    import_id = sent(cast.chaoming_duty, csv(*lines))
    take_in.confirm(people.actor(cast.chaoming_duty), import_id, similar="apart")
    seen = []
    for _ in range(5):
        take_in.take_in(import_id)
        made = select(func.count()).select_from(Volunteer).where(Volunteer.external_id.startswith("P"))
        seen.append(database.session.scalar(made))
    assert seen == [2, 4, 5, 5, 5]
    kinds = select(Fact.kind).where(Fact.subject_id == str(import_id)).order_by(Fact.seq)
    assert database.session.scalars(kinds).all() == [
        "register.sent", "register.judged", "register.confirmed", "register.taken_in",
    ]  # fmt: skip


def test_who_came_in_between_the_look_and_the_word_is_not_made_twice(cast: Cast) -> None:
    first, second = sent(cast.chaoming_duty, csv(ONE)), sent(cast.chaoming_commander, csv(ONE))
    taken_in(cast.chaoming_duty, first)
    assert taken_in(cast.chaoming_commander, second)["counts"]["same"] == 1
    assert len(named("李晓")) == 1


@pytest.mark.parametrize("data", [b"\x89PNG\x00\x00", b"[1, 2]", b"{", "姓名,电话\n甲,1\n".encode()])
def test_what_is_no_list_fails_by_name(client: ActingClient, cast: Cast, data: bytes) -> None:
    import_id = sent(cast.chaoming_duty, data)
    shown = client.as_(cast.chaoming_duty).get(f"{URL}/{import_id}").json
    assert shown["state"] == "failed"
    assert shown["problem"]["zh"]


def test_a_list_goes_the_whole_way_over_the_api(client: ActingClient, cast: Cast) -> None:
    officer, import_id = client.as_(cast.chaoming_duty), uuid7()
    address = f"{URL}?id={import_id}&name=a.csv"
    headers = {"Content-Type": "application/octet-stream"}
    for _ in range(2):
        reply = officer.post(address, data=csv(ONE), headers=headers)
        assert (reply.status_code, reply.json["state"]) == (202, "reading")
    foreign = client.as_(cast.chaoming_commander).post(address, data=csv(ONE), headers=headers)
    assert foreign.json["code"] == "register.bad_id"
    read_in.read_in(import_id)
    early = officer.post(f"{URL}/{import_id}/take-in", json={})
    assert early.json["code"] == "register.not_judged"
    judge.judge_list(import_id)
    assert officer.get(f"{URL}/{import_id}").json["counts"]["new"] == 1
    assert officer.post(f"{URL}/{import_id}/take-in", json={}).json["state"] == "taking_in"
    for who in (cast.chaoming_commander, cast.wulin_commander):
        assert client.as_(who).get(f"{URL}/{import_id}").json["code"] == "register.not_found"
    assert client.as_(cast.grid_worker).get(URL).status_code == 403


def test_lines_do_not_outlive_their_week_and_their_end_is_written_down(cast: Cast, clock: Any) -> None:
    import_id = sent(cast.chaoming_duty, csv(ONE))
    clock.move(WEEK)
    assert [forget.expire(), forget.expire()] == [1, 0]
    assert database.session.scalar(select(func.count()).where(RegisterRow.import_id == import_id)) == 0
    [gone] = database.session.scalars(select(Destruction)).all()
    assert (gone.why, gone.rows) == ("list", {"register_row": 1})


def test_a_list_that_is_let_go_leaves_nobody_behind(client: ActingClient, cast: Cast) -> None:
    import_id = sent(cast.chaoming_duty, csv(ONE))
    assert client.as_(cast.chaoming_duty).delete(f"{URL}/{import_id}").status_code == 204
    assert database.session.scalar(select(func.count()).select_from(RegisterRow)) == 0
