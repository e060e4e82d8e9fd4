"""Musters: the nearest who were asked least are called by one tap, and who says no is replaced by the next."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.areas import queries as areas
from backend.commands.actions.muster import call_next
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.closure import NodeClimb
from backend.commands.models.delivery import Delivery
from backend.commands.models.muster import MusterMember
from backend.commands.models.order import Order
from backend.commands.rules import muster as rules
from backend.commands.rules.muster import Candidate
from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.models import Person
from tests.builders import health, musters, orders, tally
from tests.builders.musters import asked, body, draw, some
from tests.builders.sent_order import report
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, DONGHE_WEST, WULIN, Cast
from tests.client import ActingClient

URL = "/api/musters"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    orders.plans()
    draw()
    return made


def names(items: list[dict[str, Any]]) -> list[UUID]:
    return [UUID(str(one["person_id"])) for one in items]


def say(muster_id: UUID, who: Person, state: str) -> None:
    take_receipts([report(database.session.get_one(Order, muster_id), who, state)])
    call_next.call_next(muster_id, person_id=who.id)


candidates = st.builds(
    Candidate,
    person_id=st.builds(uuid4),
    node_code=st.just(""),
    node_path=st.just(""),
    distance_m=st.none() | st.floats(0, 20_000),
    load=st.integers(0, 9),
    skills=st.just(()),
)


@given(st.lists(candidates, max_size=30))
def test_nobody_is_asked_before_somebody_of_a_nearer_band_or_as_near_and_asked_less(found: list[Candidate]) -> None:
    line = rules.ranked(found)
    assert sorted(map(id, line)) == sorted(map(id, found))
    for first, then in pairwise(line):
        if first.distance_m is None:
            assert then.distance_m is None
            assert first.load <= then.load
        elif then.distance_m is not None:
            bands = first.distance_m // rules.BAND_M, then.distance_m // rules.BAND_M
            assert bands[0] < bands[1] or (bands[0] == bands[1] and first.load <= then.load)


def test_the_reason_says_how_far_how_often_and_what_for() -> None:
    said = rules.reason(318.0, 1, ("急救", "first aid"))
    assert said == {"zh": "约320米，近30天集结1次，会急救", "en": "about 320 m away, 1 muster in 30 days, first aid"}
    assert rules.reason(None, 0, ())["zh"] == "距离未知，近30天集结0次"


def test_the_preview_names_the_nearest_first_and_why(client: ActingClient, cast: Cast) -> None:
    far, near = some(2, DONGHE_WEST, "first_aid"), some(2, DAOMAO_WEST, "first_aid")
    some(1, DAOMAO_WEST, "care")
    wanted = asked(CHAOMING, skills=["first_aid", "rescue"], wanted=3, reserve=9)
    seen = client.as_(cast.chaoming_commander).post(f"{URL}/preview", json=wanted).json
    assert (seen["found"], seen["called"], seen["reserve"]) == (4, 3, 1)
    assert set(names(seen["items"][:2])) == {one.id for one in near}
    assert set(names(seen["items"][2:])) == {one.id for one in far}
    first = seen["items"][0]
    assert first["reason"]["zh"].endswith("近30天集结0次，会急救")
    assert near[0].phone not in str(seen)
    assert [one["is_reserve"] for one in seen["items"]] == [False, False, False, True]


def test_who_rests_did_not_agree_or_has_no_time_is_not_asked(client: ActingClient, cast: Cast) -> None:
    some(1, DAOMAO_WEST, paused_until=areas.today() + timedelta(days=1))
    some(1, DAOMAO_WEST, purposes=["service"])
    some(1, DAOMAO_WEST, availability=["weekend_day"])
    there = some(1, DAOMAO_WEST, availability=["weekday_day", "weekday_evening"])
    wanted = asked(DAOMAO, availability=["weekday_day"])
    seen = client.as_(cast.chaoming_commander).post(f"{URL}/preview", json=wanted).json
    assert names(seen["items"]) == [there[0].id]


def test_only_a_green_code_is_asked_where_it_is_wanted(client: ActingClient, cast: Cast) -> None:
    well, unwell, _ = some(3, DAOMAO_WEST)
    health.declared(well)
    health.declared(unwell, "fever")
    wanted = asked(DAOMAO, green=True, wanted=9)
    seen = client.as_(cast.chaoming_commander).post(f"{URL}/preview", json=wanted).json
    assert names(seen["items"]) == [well.id]


def test_one_tap_sends_an_order_to_exactly_those_who_were_chosen(client: ActingClient, cast: Cast) -> None:
    some(5, DAOMAO_WEST)
    made = body(DAOMAO, wanted=3, reserve=1)
    shown = client.as_(cast.chaoming_commander).post(URL, json=made)
    assert shown.status_code == 201, shown.json
    assert shown.json["line"] == {
        "coming": 0, "arrived": 0, "declined": 0, "silent": 3, "reserve": 1, "missing": 3,
    }  # fmt: skip
    muster_id = UUID(made["id"])
    told = set(database.session.scalars(select(Delivery.person_id).where(Delivery.order_id == muster_id)))
    called = select(MusterMember.person_id).where(
        MusterMember.muster_id == muster_id, MusterMember.called_at.is_not(None)
    )
    assert told == set(database.session.scalars(called))
    assert len(told) == 3
    order = database.session.get_one(Order, muster_id)
    assert all(word in order.texts["zh"]["summary"] for word in ("街道办门前", "协助转移", "30分钟内"))
    assert database.session.scalars(select(NodeClimb)).all() == []


def test_the_line_fills_with_what_people_say(cast: Cast) -> None:
    some(2, DAOMAO_WEST)
    muster_id = musters.muster(cast.chaoming_commander, DAOMAO)
    first, second = (
        database.session.get_one(Person, one) for one in names(musters.shown(cast.chaoming_duty, muster_id)["items"])
    )
    say(muster_id, first, "acknowledged")
    say(muster_id, second, "arrived")
    line = musters.shown(cast.chaoming_duty, muster_id)["line"]
    assert (line["coming"], line["arrived"], line["missing"]) == (1, 1, 0)


def test_who_says_no_is_replaced_by_the_next_also_from_a_grid_that_was_not_asked(cast: Cast) -> None:
    near, far = some(1, DAOMAO_WEST), some(2, DONGHE_WEST)
    muster_id = musters.muster(cast.chaoming_commander, CHAOMING, wanted=1, reserve=5)
    for _ in range(2):
        say(muster_id, near[0], "declined")
    line = musters.shown(cast.chaoming_duty, muster_id)
    assert (line["line"]["declined"], line["line"]["silent"], line["line"]["reserve"]) == (1, 1, 1)
    [joined] = [one for one in line["items"] if one["stands_in"]]
    assert joined["person_id"] in {one.id for one in far}
    assert database.session.get(Delivery, (muster_id, joined["person_id"])) is not None
    assert tally.kept(muster_id) == tally.recounted(muster_id)
    kinds = database.session.scalars(select(Fact.kind).where(Fact.kind == "muster.called_next")).all()
    assert len(kinds) == 1


def test_somebody_who_is_asked_already_is_not_asked_by_a_second_muster_and_was_asked_for_the_third(
    cast: Cast, clock: Any
) -> None:
    some(2, DAOMAO_WEST)
    first = musters.muster(cast.chaoming_commander, DAOMAO, wanted=1, reserve=0)
    second = musters.muster(cast.chaoming_commander, DAOMAO, wanted=1, reserve=0)
    asked_first, asked_second = (musters.shown(cast.chaoming_duty, one)["items"][0] for one in (first, second))
    assert asked_first["person_id"] != asked_second["person_id"]
    clock.move(timedelta(hours=13).total_seconds())
    newcomer = some(1, DAOMAO_WEST)
    third = musters.muster(cast.chaoming_commander, DAOMAO, wanted=1, reserve=0)
    assert musters.shown(cast.chaoming_duty, third)["items"][0]["person_id"] == newcomer[0].id


def test_more_are_called_by_hand_as_far_as_somebody_stands_by(client: ActingClient, cast: Cast) -> None:
    some(4, DAOMAO_WEST)
    muster_id = musters.muster(cast.chaoming_commander, DAOMAO, wanted=1, reserve=2)
    address = f"{URL}/{muster_id}/call-more"
    line = client.as_(cast.chaoming_commander).post(address, json={"count": 9}).json["line"]
    assert (line["silent"], line["reserve"]) == (3, 0)
    assert client.as_(cast.chaoming_duty).post(address, json={"count": 1}).status_code == 403
    assert client.as_(cast.wulin_commander).post(address, json={"count": 1}).json["code"] == "muster.not_found"


def test_a_muster_stays_inside_the_commanders_subtree_and_needs_somebody(client: ActingClient, cast: Cast) -> None:
    post = client.as_(cast.chaoming_commander).post
    assert post(URL, json=body(WULIN)).json["code"] == "area.not_found"
    assert post(URL, json=body(DAOMAO)).json["code"] == "muster.nobody"
    some(1, DAOMAO_EAST)
    wide = client.as_(cast.commander).post(URL, json=body(DISTRICT))
    assert wide.json["code"] == "order.needs_second_person"
    why = {"override_reason": "汛情紧急,无人可等"}
    assert client.as_(cast.commander).post(URL, json=body(DISTRICT, **why)).status_code == 201
    assert client.as_(cast.wulin_commander).get(URL).json["items"] == []


def test_a_muster_is_taken_back_but_not_updated(client: ActingClient, cast: Cast) -> None:
    some(2, DAOMAO_WEST)
    muster_id = musters.muster(cast.chaoming_commander, DAOMAO)
    commander = client.as_(cast.chaoming_commander)
    changed = {"id": str(orders.uuid7()), "slots": {"place": "东门", "task": "搬运", "time": "马上", "phone": "110"}}
    assert commander.post(f"/api/orders/{muster_id}/update", json=changed).json["code"] == "muster.no_update"
    taken_back = commander.post(f"/api/orders/{muster_id}/cancel", json={"id": str(orders.uuid7()), "reason": "误发"})
    assert taken_back.status_code == 201
    assert commander.get(f"{URL}/{muster_id}").json["state"] == "cancelled"
    refused = commander.post(f"{URL}/{muster_id}/call-more", json={"count": 1})
    assert refused.json["code"] == "muster.not_live"
