"""Activities from the sign-up to the certificate, on a clock that moves."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.push.actions.tell_people import tell_people
from backend.push.models import Notice
from backend.volunteers.actions.activities import on_time, places
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.queries import certificates
from backend.wiring import FOLLOWS
from tests.builders import people
from tests.builders.activities import HOUR, activity, body, served, signed_up, signup_of, tap
from tests.builders.register import volunteer
from tests.cast import DAOMAO, DAOMAO_EAST, DAOMAO_WEST, WULIN, Cast
from tests.client import ActingClient

URL = "/api/activities"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def some(count: int) -> list[Person]:
    return [volunteer(f"志愿{no}", DAOMAO_WEST) for no in range(count)]


def states(what: Activity) -> list[str]:
    query = select(Signup.state).where(Signup.activity_id == what.id).order_by(Signup.signed_at, Signup.id)
    return list(database.session.scalars(query))


def wire(**said: Any) -> dict[str, Any]:
    return {**said, "device_at": said["device_at"].isoformat()}


def told() -> list[str]:
    return list(database.session.scalars(select(Fact.data["notice"].astext).where(Fact.kind == "activity.told")))


def test_a_host_publishes_and_those_of_the_place_find_it(client: ActingClient, cast: Cast) -> None:
    made = body(DAOMAO)
    for _ in range(2):
        assert client.as_(cast.grid_worker).post(URL, json={**made, "area_code": DAOMAO_WEST}).status_code == 201
    seen = client.as_(cast.volunteer).get(URL).json["items"]
    assert [(one["title"], one["taken"], one["mine"], one["hosts"]) for one in seen] == [("河道清洁", 0, None, False)]
    assert client.as_(volunteer("邻", DAOMAO_EAST)).get(URL).json["items"] == []
    assert client.as_(cast.wulin_commander).get(URL).json["items"] == []
    foreign = client.as_(cast.chaoming_duty).post(URL, json=body(WULIN))
    assert foreign.json["code"] == "area.not_found"
    assert client.as_(cast.volunteer).post(URL, json=body(DAOMAO)).status_code == 403


def test_a_draft_is_its_hosts_alone(client: ActingClient, cast: Cast) -> None:
    made = body(DAOMAO, publish=False)
    client.as_(cast.secretary).post(URL, json=made)
    address = f"{URL}/{made['id']}"
    assert client.as_(cast.volunteer).get(address).json["code"] == "activity.not_found"
    assert client.as_(cast.secretary).post(f"{address}/publish").json["state"] == "published"
    assert client.as_(cast.volunteer).get(address).status_code == 200


def test_who_comes_when_it_is_full_waits_and_moves_up_by_himself(client: ActingClient, cast: Cast, clock: Any) -> None:
    what, crowd = activity(cast.secretary, DAOMAO, capacity=1), some(3)
    for one in crowd:
        signed_up(one, what)
        clock.move(60)
    assert states(what) == ["signed_up", "waiting", "waiting"]
    left = client.as_(crowd[0]).delete(f"{URL}/{what.id}/signup")
    assert (left.json["mine"]["state"], left.json["taken"], left.json["waiting"]) == ("withdrawn", 1, 1)
    assert [signup_of(one, what).state for one in crowd] == ["withdrawn", "signed_up", "waiting"]
    again = client.as_(crowd[0]).put(f"{URL}/{what.id}/signup")
    assert again.json["mine"]["state"] == "waiting"
    more = client.as_(cast.secretary).patch(f"{URL}/{what.id}", json={"capacity": 3})
    assert (more.json["taken"], more.json["waiting"]) == (3, 0)
    assert told() == ["activity.moved_up", "activity.moved_up"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(taps=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=14), capacity=st.integers(1, 3))
def test_whatever_people_tap_the_places_are_full_before_anybody_waits(
    cast: Cast, taps: list[tuple[int, bool]], capacity: int
) -> None:
    with database.session.begin_nested() as before:
        what, crowd = activity(cast.secretary, DAOMAO, capacity=capacity), some(4)
        for who, joins in taps:
            own = select(Signup.id).where(Signup.activity_id == what.id, Signup.person_id == crowd[who].id)
            if joins:
                places.sign_up(people.actor(crowd[who]), what.id)
            elif database.session.scalar(own) is not None:
                places.withdraw(people.actor(crowd[who]), what.id)
            now = states(what)
            assert now.count("signed_up") <= capacity
            assert "waiting" not in now or now.count("signed_up") == capacity
        before.rollback()


def test_nobody_is_at_two_places_at_once_and_the_other_one_is_named(client: ActingClient, cast: Cast) -> None:
    signed_up(cast.volunteer, activity(cast.secretary, DAOMAO, title="早班护学"))
    other = activity(cast.secretary, DAOMAO, after=49 * HOUR)
    refused = client.as_(cast.volunteer).put(f"{URL}/{other.id}/signup")
    assert (refused.json["code"], "早班护学" in refused.json["title"]) == ("signup.clash", True)
    later = activity(cast.secretary, DAOMAO, after=50 * HOUR)
    assert client.as_(cast.volunteer).put(f"{URL}/{later.id}/signup").status_code == 200


def test_people_are_reminded_a_day_and_an_hour_before_and_once(cast: Cast, clock: Any) -> None:
    signed_up(cast.volunteer, activity(cast.secretary, DAOMAO))
    seen = []
    for hours in (23, 2, 22, 1):
        clock.move(hours * 3600)
        seen.append((on_time.remind(), on_time.remind()))
    assert seen == [(0, 0), (1, 0), (1, 0), (0, 0)]
    assert told() == ["activity.day", "activity.hour"]


def test_what_is_told_reaches_push(cast: Cast) -> None:
    [job] = FOLLOWS["activity.told"]
    what = activity(cast.secretary, DAOMAO, capacity=1)
    signed_up(cast.volunteer, what)
    other = volunteer("候补", DAOMAO_WEST)
    signed_up(other, what)
    places.withdraw(people.actor(cast.volunteer), what.id)
    data = database.session.scalars(select(Fact.data).where(Fact.kind == "activity.told")).one()
    given = {name: data.get(name, str(what.id)) for name in job.takes}
    tell_people(given.pop("people"), kind=given.pop("notice"), **given)
    [notice] = database.session.scalars(select(Notice)).all()
    assert (notice.person_id, notice.kind, notice.navigate) == (other.id, "activity.moved_up", f"/activities/{what.id}")


def test_an_offline_pair_counts_from_the_taps_and_a_wrong_clock_is_flagged(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    what, wrong = activity(cast.secretary, DAOMAO, after=HOUR), volunteer("钟慢", DAOMAO_WEST)
    for who in (cast.volunteer, wrong):
        signed_up(who, what)
    clock.hold(what.ends_at + HOUR)
    for who, offset in ((cast.volunteer, 120_000), (wrong, 600_000)):
        came, went = tap(ago=3 * HOUR, offset_ms=offset), tap(ago=HOUR, offset_ms=offset)
        for word, said in (("check-in", came), ("check-in", came), ("check-out", went)):
            reply = client.as_(who).post(f"{URL}/{what.id}/{word}", json=wire(**said))
            assert reply.status_code == 200, reply.json
    right, flagged = signup_of(cast.volunteer, what), signup_of(wrong, what)
    assert (right.minutes, right.flags, flagged.flags) == (120, [], ["clock"])


def test_check_in_is_open_from_an_hour_before_and_the_host_can_tap_for_somebody(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    what = activity(cast.secretary, DAOMAO)
    signed_up(cast.volunteer, what)
    address = f"{URL}/{what.id}/check-in"
    assert client.as_(cast.volunteer).post(address, json=wire(**tap())).json["code"] == "activity.not_on"
    clock.hold(what.starts_at - HOUR)
    for_him = {**wire(**tap()), "person_id": str(cast.volunteer.id)}
    stranger = volunteer("路人", DAOMAO_WEST)
    assert client.as_(stranger).post(address, json=for_him).json["code"] == "activity.not_found"
    assert client.as_(cast.secretary).post(address, json=for_him).status_code == 200
    row = client.as_(cast.secretary).get(f"{URL}/{what.id}/roster").json["items"][0]
    assert (row["state"], row["name"], "*" in row["phone"]) == ("checked_in", "林夏", True)


def test_hours_are_confirmed_by_the_host_never_by_oneself_and_late_is_seen(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    what = activity(cast.secretary, DAOMAO, after=HOUR)
    people.grant(cast.secretary, "volunteer", DAOMAO)
    for who in (cast.volunteer, cast.secretary):
        signed_up(who, what)
    clock.hold(what.starts_at)
    for who in (cast.volunteer, cast.secretary):
        client.as_(who).post(f"{URL}/{what.id}/check-in", json=wire(**tap()))
    clock.hold(what.ends_at)
    for who in (cast.volunteer, cast.secretary):
        client.as_(who).post(f"{URL}/{what.id}/check-out", json=wire(**tap()))
    address = f"{URL}/{what.id}/hours"
    own = client.as_(cast.secretary).post(address, json={"people": [str(cast.secretary.id)]})
    assert own.json["code"] == "signup.own_hours"
    clock.move(73 * 3600)
    assert [on_time.settle(), on_time.settle()] == [2, 0]
    done = client.as_(cast.chaoming_duty).post(address, json={"people": [str(cast.volunteer.id)]})
    assert {one["state"] for one in done.json["items"]} == {"confirmed", "checked_out"}
    mine = client.as_(cast.volunteer).get("/api/me/hours").json
    assert (mine["minutes"], mine["items"][0]["flags"]) == (120, ["late", "unconfirmed"])


def test_who_never_came_has_missed_it(cast: Cast, clock: Any) -> None:
    what = activity(cast.secretary, DAOMAO)
    signed_up(cast.volunteer, what)
    clock.hold(what.ends_at + 3 * HOUR)
    assert [on_time.settle(), on_time.settle()] == [1, 0]
    assert states(what) == ["missed"]


def test_a_called_off_activity_tells_everybody_and_lets_nobody_in(client: ActingClient, cast: Cast) -> None:
    what = activity(cast.secretary, DAOMAO, capacity=1)
    for one in some(2):
        signed_up(one, what)
    address = f"{URL}/{what.id}"
    assert client.as_(cast.volunteer).post(f"{address}/cancel", json={"reason": "暴雨"}).status_code == 403
    assert client.as_(cast.secretary).post(f"{address}/cancel", json={"reason": "暴雨"}).json["reason"] == "暴雨"
    assert told() == ["activity.cancelled"]
    refused = client.as_(cast.volunteer).put(f"{address}/signup")
    assert refused.json["code"] == "activity.cannot_become"


def test_a_certificate_says_what_was_confirmed_and_is_verified_by_anybody(client: ActingClient, cast: Cast) -> None:
    signup = served(cast.secretary, cast.volunteer, DAOMAO)
    pdf = client.as_(cast.volunteer).get(f"/api/me/certificates/{signup.id}/certificate.pdf")
    assert pdf.data.startswith(b"%PDF-")
    foreign = client.as_(cast.grid_worker).get(f"/api/me/certificates/{signup.id}/certificate.pdf")
    assert foreign.json["code"] == "certificate.not_found"
    token = certificates.token_of(signup)
    said = client.get(f"/api/certificates/{token}").json
    assert (said["name"], said["minutes"], said["title"]) == ("林夏", 120, "河道清洁")
    assert set(said) == {
        "number", "name", "title", "place", "starts_at", "minutes", "confirmed_at", "area_name_zh", "area_name_en",
    }  # fmt: skip


def test_a_certificate_that_was_changed_or_counts_no_more_is_not_ours(client: ActingClient, cast: Cast) -> None:
    signup = served(cast.secretary, cast.volunteer, DAOMAO)
    token = certificates.token_of(signup)
    for wrong in (token[:-1], f"{'A' if token[0] != 'A' else 'B'}{token[1:]}", "x", "%00", "a" * 500):
        assert client.get(f"/api/certificates/{wrong}").json["code"] in {"certificate.not_found", "request.unstorable"}
    signup.minutes = 150
    database.session.commit()
    assert client.get(f"/api/certificates/{token}").json["code"] == "certificate.revoked"


def test_a_calendar_is_read_by_whoever_has_its_address_until_it_is_revoked(client: ActingClient, cast: Cast) -> None:
    what = activity(cast.secretary, DAOMAO, title="护学,早班;第一组\n带水")
    signed_up(cast.volunteer, what)
    mine = client.as_(cast.volunteer)
    old = mine.post("/api/me/calendar").json["path"]
    path = mine.post("/api/me/calendar").json["path"]
    assert client.get(old).json["code"] == "calendar.not_found"
    reply = client.get(path)
    assert reply.headers["Content-Type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in reply.data.split(b"\r\n"))
    read = icalendar.Calendar.from_ical(reply.data)
    [event] = read.walk("VEVENT")
    assert event["summary"] == what.title
    assert event.decoded("dtstart") == what.starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert event["status"] == "CONFIRMED"
    assert mine.delete("/api/me/calendar").status_code == 204
    assert client.get(path).json["code"] == "calendar.not_found"


def test_a_volunteer_carries_his_activities_away_and_they_go_with_him(client: ActingClient, cast: Cast) -> None:
    who = volunteer("张三丰", DAOMAO_WEST)
    served(cast.secretary, who, DAOMAO)
    data = client.as_(who).get("/api/me/volunteer/data.json").get_json(force=True)
    assert [(one["title"], one["minutes"]) for one in data["activities"]] == [("河道清洁", 120)]
    assert client.as_(who).post("/api/me/volunteer/erase", json={"confirm": True}).status_code == 204
    assert database.session.scalars(select(Signup).where(Signup.person_id == who.id)).all() == []
