"""The register: masked for everybody, whole for a reason, each subtree its own; and a person's own record."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.areas import queries as areas
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Account, Person, RoleGrant
from backend.volunteers.actions import erase, exports
from backend.volunteers.actions.merge import UNITED
from backend.volunteers.models.register import Destruction, Volunteer, VolunteerMerge
from backend.volunteers.rules import masking
from tests.builders import people
from tests.builders.register import record_of, recorded, volunteer
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DONGHE_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient

URL, MINE = "/api/volunteers", "/api/me/volunteer"
WHY = "家属寻人,电话核实"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


@pytest.fixture
def zhang(cast: Cast) -> Person:
    return volunteer("张三丰", DAOMAO_WEST, "first_aid", external_id="ZYH0012345", availability=["weekend_day"])


def names(client: ActingClient, who: Person, query: str = "") -> list[str]:
    return [one["name"] for one in client.as_(who).get(f"{URL}{query}").json["items"]]


@pytest.mark.parametrize(
    ("whole", "shown"), [("张三", "张*"), ("张三丰", "张**"), ("Alexandra", "A***"), ("李", "李*")]
)
def test_a_name_keeps_its_first_character(whole: str, shown: str) -> None:
    assert masking.name(whole) == shown


@pytest.mark.parametrize(
    ("whole", "shown"), [("13812341234", "138****1234"), ("0571-8888", "057**8888"), ("12345", "***45"), ("", "")]
)
def test_a_number_keeps_its_two_ends(whole: str, shown: str) -> None:
    assert masking.phone(whole) == shown


def test_the_list_is_masked_for_everybody_who_reads_it(client: ActingClient, cast: Cast, zhang: Person) -> None:
    for who in (cast.commander, cast.chaoming_duty, cast.grid_worker):
        page = client.as_(who).get(URL)
        assert page.json["items"][0]["phone"] == masking.phone(zhang.phone)
        assert page.json["total"] == 1
        assert "张三丰" not in page.text
        assert "0012345" not in page.text


def test_another_streets_volunteers_are_not_there(client: ActingClient, cast: Cast, zhang: Person) -> None:
    volunteer("钱多", XIANLIN_WEST)
    assert names(client, cast.chaoming_duty) == ["张**"]
    assert names(client, cast.commander, f"?area={WULIN}") == ["钱*"]
    assert client.as_(cast.wulin_commander).get(f"{URL}/{zhang.id}").json["code"] == "volunteer.not_found"
    assert client.as_(cast.volunteer).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=三丰", 1), ("?q=李", 0), ("?q=zyh001", 1), ("?skill=first_aid", 1), ("?skill=care", 0),
        ("?availability=weekend_day", 1), ("?availability=weekday_day", 0), ("?available=true", 1),
        ("?available=false", 0), (f"?area={DAOMAO}", 1), (f"?area={DAOMAO_EAST}", 0), ("?skill=flying", None),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_all_that_is_asked(
    client: ActingClient, cast: Cast, zhang: Person, query: str, found: int | None
) -> None:
    reply = client.as_(cast.chaoming_duty).get(f"{URL}{query}")
    assert (reply.status_code == 422) if found is None else (len(reply.json["items"]) == found)


def test_a_number_is_found_by_its_end(client: ActingClient, cast: Cast, zhang: Person) -> None:
    assert names(client, cast.chaoming_duty, f"?q={zhang.phone[-4:]}") == ["张**"]
    assert names(client, cast.chaoming_duty, f"?q={zhang.phone[:4]}") == []


def test_pages_follow_each_other_and_only_the_first_counts(client: ActingClient, cast: Cast) -> None:
    for no in range(5):
        volunteer(f"志愿{no}", DAOMAO_WEST)
    seen, cursor, totals = [], "", []
    while cursor is not None:
        page = client.as_(cast.chaoming_duty).get(f"{URL}?limit=2{cursor and '&cursor=' + cursor}").json
        seen += [one["id"] for one in page["items"]]
        totals.append(page["total"])
        cursor = page["next_cursor"]
    assert len(set(seen)) == len(seen) == 5
    assert totals == [5, None, None]


def test_one_field_is_shown_for_a_reason_which_the_person_can_read(
    client: ActingClient, cast: Cast, zhang: Person
) -> None:
    address, body = f"{URL}/{zhang.id}/unmask", {"field": "phone", "reason": WHY}
    shown = client.as_(cast.chaoming_duty).post(address, json=body)
    assert shown.json == {"field": "phone", "value": zhang.phone}
    assert client.as_(cast.chaoming_duty).post(address, json={"field": "phone", "reason": ""}).status_code == 422
    assert client.as_(cast.grid_worker).post(address, json=body).status_code == 403
    assert client.as_(cast.wulin_commander).post(address, json=body).status_code == 404
    [fact] = database.session.scalars(select(Fact).where(Fact.kind == "volunteer.unmasked")).all()
    assert (fact.actor_id, fact.data) == (cast.chaoming_duty.id, body)
    told = client.as_(zhang).get(f"{MINE}/data.json").get_json(force=True)
    assert [(one["field"], one["reason"]) for one in told["looked_at"]] == [("phone", WHY)]
    assert told["record"]["phone"] == zhang.phone


def test_two_records_of_one_person_become_one(client: ActingClient, cast: Cast, zhang: Person) -> None:
    twin = volunteer("张三丰", DONGHE_WEST, "care")
    body = {"merged_id": str(twin.id), "reason": "本人确认"}
    assert client.as_(cast.chaoming_duty).post(f"{URL}/{zhang.id}/merge", json=body).status_code == 200
    database.session.expire_all()
    assert record_of(zhang.id).skills == ["care", "first_aid"]
    assert (twin.active, names(client, cast.chaoming_duty)) == (False, ["张**"])
    [kept] = database.session.scalars(select(VolunteerMerge)).all()
    assert (kept.merged_id, kept.said["skills"], kept.by) == (twin.id, ["care"], cast.chaoming_duty.id)


def test_a_merge_is_taken_back_as_long_as_nothing_was_changed_since(
    client: ActingClient, cast: Cast, zhang: Person, clock: Any
) -> None:
    twin, third = volunteer("张三丰", DONGHE_WEST, "care"), volunteer("张三", DONGHE_WEST, "driving")
    before = {one: record_as_text(one) for one in (zhang.id, twin.id, third.id)}

    def said(what: str, other: Person) -> str:
        body = {"merged_id": str(other.id), "reason": "不是同一人"}
        reply = client.as_(cast.chaoming_duty).post(f"{URL}/{zhang.id}/{what}", json=body)
        return "ok" if reply.status_code == 200 else str(reply.json["code"])

    assert said("split", twin) == "volunteer.not_merged"
    assert [said("merge", twin), said("merge", third)] == ["ok", "ok"]
    # The last one first: the other one's share is not told apart before.
    assert [said("split", twin), said("split", third)] == ["volunteer.not_merged", "ok"]
    mine = client.as_(zhang)
    skills = record_of(zhang.id).skills
    mine.patch(MINE, json={"skills": [*skills, "teaching"]})
    assert said("split", twin) == "volunteer.split_changed"
    mine.patch(MINE, json={"skills": skills})
    assert said("split", twin) == "ok"
    assert {one: record_as_text(one) for one in before} == before
    assert {one.active for one in (zhang, twin, third)} == {True}
    roles = [client.as_(one).get("/api/me").json["grants"] for one in (twin, third)]
    assert [[grant["role"] for grant in some] for some in roles] == [["volunteer"], ["volunteer"]]
    told = client.as_(zhang).get(f"{MINE}/data.json").get_json(force=True)
    assert told["merged"] == []
    facts = database.session.scalars(select(Fact.data["merged_id"].astext).where(Fact.kind == "volunteer.split"))
    assert list(facts) == [str(third.id), str(twin.id)]
    said("merge", twin)
    clock.move(24 * 3600 + 1)
    assert said("split", twin) == "volunteer.split_late"


def record_as_text(person_id: UUID) -> str:
    kept = record_of(person_id)
    return str({name: getattr(kept, name) for name in UNITED})


def test_whoever_signs_in_or_works_here_is_not_merged_away(client: ActingClient, cast: Cast, zhang: Person) -> None:
    for other in (recorded(cast.volunteer), recorded(cast.grid_worker)):
        body = {"merged_id": str(other.id), "reason": "本人确认"}
        assert client.as_(cast.chaoming_duty).post(f"{URL}/{zhang.id}/merge", json=body).json["code"] == (
            "volunteer.merge_busy"
        )
    body = {"merged_id": str(zhang.id), "reason": "本人确认"}
    assert client.as_(cast.chaoming_duty).post(f"{URL}/{zhang.id}/merge", json=body).json["code"] == (
        "volunteer.merge_same"
    )


def exported(client: ActingClient, who: Person, **more: Any) -> list[list[str]]:
    export_id = uuid7()
    reply = client.as_(who).post(f"{URL}/exports", json={"id": str(export_id), "format": "csv", **more})
    assert (reply.status_code, reply.json["state"]) == (202, "writing"), reply.json
    exports.write(export_id)
    database.session.commit()
    data = client.as_(who).get(f"{URL}/exports/{export_id}/file").data
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_file_is_masked_unless_somebody_says_why(client: ActingClient, cast: Cast, zhang: Person) -> None:
    masked = exported(client, cast.chaoming_duty)[1]
    assert masked[:3] == ["张**", masking.phone(zhang.phone), "******2345"]
    assert masked[5:8] == ["急救", "周末白天", "是"]
    assert exported(client, cast.chaoming_duty, reason=WHY)[1][:2] == ["张三丰", zhang.phone]
    asked = database.session.scalars(select(Fact.data).where(Fact.kind == "register_export.asked").order_by(Fact.seq))
    assert [(one["masked"], one["reason"]) for one in asked] == [(True, None), (False, WHY)]


def test_a_file_is_its_askers_alone_and_gone_after_a_day(
    client: ActingClient, cast: Cast, zhang: Person, clock: Any
) -> None:
    exported(client, cast.chaoming_duty)
    [one] = client.as_(cast.chaoming_duty).get(f"{URL}/exports").json["items"]
    address = f"{URL}/exports/{one['id']}"
    assert client.as_(cast.chaoming_commander).get(address).json["code"] == "register_export.not_found"
    clock.move(86_400)
    assert client.as_(cast.chaoming_duty).get(f"{address}/file").json["code"] == "register_export.gone"
    exports.expire()
    assert client.as_(cast.chaoming_duty).get(address).json["state"] == "expired"


def test_a_volunteer_keeps_his_own_record(client: ActingClient, cast: Cast) -> None:
    mine = client.as_(cast.volunteer)
    assert mine.get(MINE).json["code"] == "volunteer.not_registered"
    assert mine.put(MINE).json["purposes"] == []
    until = str(areas.today() + timedelta(days=9))
    body = {"skills": ["care", "driving"], "paused_until": until, "purposes": ["emergency"]}
    said = mine.patch(MINE, json=body).json
    assert (said["skills"], said["available"], said["name"]) == (["care", "driving"], False, "林夏")
    assert said["consented_on"] == str(areas.today())
    assert mine.patch(MINE, json={"purposes": []}).json["consented_on"] is None
    assert client.as_(cast.grid_worker).put(MINE).status_code == 403


def test_who_is_nothing_but_a_volunteer_leaves_no_name_behind(client: ActingClient, cast: Cast) -> None:
    who, name, phone = cast.volunteer, cast.volunteer.name, cast.volunteer.phone
    recorded(who, "care", external_id="ZYH009")
    mine = client.as_(who)
    assert mine.post(f"{MINE}/erase", json={"confirm": False}).status_code == 422
    assert mine.post(f"{MINE}/erase", json={"confirm": True}).status_code == 204
    assert mine.get(MINE).status_code == 401
    database.session.expire_all()
    assert (who.name, who.phone, who.active) == (erase.NOBODY, "", False)
    for table in (Volunteer, Account):
        assert database.session.scalar(select(func.count()).where(table.person_id == who.id)) == 0
    live = select(func.count()).where(RoleGrant.person_id == who.id, RoleGrant.revoked_at.is_(None))
    assert database.session.scalar(live) == 0
    [gone] = database.session.scalars(select(Destruction)).all()
    assert (gone.why, gone.rows["volunteer"], gone.rows["account"], len(gone.digest)) == ("asked", 1, 1, 64)
    said = " ".join(str(fact.data) for fact in database.session.scalars(select(Fact)))
    assert name not in said
    assert phone not in said


def test_who_also_works_here_is_a_volunteer_no_more_and_keeps_his_account(client: ActingClient, cast: Cast) -> None:
    recorded(cast.grid_worker)
    people.grant(cast.grid_worker, "volunteer", CHAOMING)
    assert client.as_(cast.grid_worker).post(f"{MINE}/erase", json={"confirm": True}).status_code == 204
    database.session.expire_all()
    assert (cast.grid_worker.name, cast.grid_worker.active) == ("陈小河", True)
    assert client.as_(cast.grid_worker).get(MINE).json["code"] == "volunteer.not_registered"
    roles = select(RoleGrant.role).where(RoleGrant.person_id == cast.grid_worker.id, RoleGrant.revoked_at.is_(None))
    assert database.session.scalars(roles).all() == ["grid_worker"]


def test_what_may_be_kept_no_longer_goes_at_night(cast: Cast, clock: Any) -> None:
    over = volunteer("张三丰", DAOMAO_WEST, kept_until=areas.today())
    stays = volunteer("李四", DAOMAO_WEST)
    assert erase.sweep() == 0
    clock.move(86_400)
    assert [erase.sweep(), erase.sweep()] == [1, 0]
    gone: UUID = over.id
    assert database.session.get(Volunteer, gone) is None
    assert database.session.get(Volunteer, stays.id) is not None
    assert database.session.get_one(Person, gone).name == erase.NOBODY
