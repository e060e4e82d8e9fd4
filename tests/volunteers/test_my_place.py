"""What an activity means for one person: where he finds it, what it clashes with, his place in its line."""

from typing import Any

import pytest

from backend.volunteers.actions.activities import on_time
from backend.volunteers.queries import certificates
from tests.builders.activities import HOUR, activity, served, signed_up, signup_of, tap
from tests.builders.register import volunteer
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, Cast
from tests.client import ActingClient

URL = "/api/activities"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def titles(client: ActingClient, who: Any, **asked: Any) -> list[str]:
    return [one["title"] for one in client.as_(who).get(URL, query_string=asked).json["items"]]


def test_what_is_near_is_of_ones_grid_and_community(client: ActingClient, cast: Cast) -> None:
    activity(cast.secretary, DAOMAO, title="社区")
    activity(cast.grid_worker, DAOMAO_WEST, title="网格", skills=["care"])
    activity(cast.chaoming_duty, CHAOMING, title="街道")
    assert sorted(titles(client, cast.volunteer)) == sorted(["社区", "网格", "街道"])
    assert sorted(titles(client, cast.volunteer, near=True)) == sorted(["社区", "网格"])
    assert titles(client, cast.volunteer, skill="care") == ["网格"]
    assert titles(client, cast.grid_worker, hosted=True) == ["网格"]


def test_a_clash_is_named_before_the_tap(client: ActingClient, cast: Cast) -> None:
    first = activity(cast.secretary, DAOMAO, title="早班护学")
    other = activity(cast.secretary, DAOMAO, after=49 * HOUR)
    later = activity(cast.secretary, DAOMAO, after=60 * HOUR)
    signed_up(cast.volunteer, first)
    seen = {one["id"]: one["clash"] for one in client.as_(cast.volunteer).get(URL).json["items"]}
    assert seen == {str(first.id): None, str(other.id): "早班护学", str(later.id): None}


def test_who_waits_sees_his_place_in_the_line(client: ActingClient, cast: Cast, clock: Any) -> None:
    what, crowd = activity(cast.secretary, DAOMAO, capacity=1), [volunteer(f"志愿{no}", DAOMAO_WEST) for no in range(3)]
    for one in crowd:
        signed_up(one, what)
        clock.move(60)
    seen = [client.as_(one).get(f"{URL}/{what.id}").json["waiting_place"] for one in crowd]
    assert seen == [None, 1, 2]


def test_a_poster_leads_to_the_activity_and_is_its_hosts(client: ActingClient, cast: Cast) -> None:
    what = activity(cast.secretary, DAOMAO)
    shown = client.as_(cast.secretary).get(f"{URL}/{what.id}/poster").json
    assert shown["address"].endswith(f"/activities/{what.id}")
    assert {len(row) for row in shown["qr"]} == {len(shown["qr"])}
    assert client.as_(cast.wulin_worker).get(f"{URL}/{what.id}/poster").json["code"] == "activity.not_found"


def wire(**said: Any) -> dict[str, Any]:
    return {**said, "device_at": said["device_at"].isoformat()}


def test_a_pair_that_a_phone_without_a_network_sends_a_day_later_still_counts(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    what = activity(cast.secretary, DAOMAO, after=HOUR)
    signed_up(cast.volunteer, what)
    clock.hold(what.ends_at + 24 * HOUR)
    assert on_time.settle() == 1
    for word, ago in (("check-in", 26 * HOUR), ("check-out", 24 * HOUR)):
        reply = client.as_(cast.volunteer).post(f"{URL}/{what.id}/{word}", json=wire(**tap(ago=ago)))
        assert reply.status_code == 200, reply.json
        assert reply.json["recorded_at"]
    signup = signup_of(cast.volunteer, what)
    assert (signup.state, signup.minutes, signup.flags) == ("checked_out", 120, [])


def test_nobody_leaves_who_never_came(client: ActingClient, cast: Cast, clock: Any) -> None:
    what = activity(cast.secretary, DAOMAO)
    signed_up(cast.volunteer, what)
    clock.hold(what.ends_at + 3 * HOUR)
    on_time.settle()
    refused = client.as_(cast.volunteer).post(f"{URL}/{what.id}/check-out", json=wire(**tap()))
    assert refused.json["code"] == "signup.cannot_become"


def test_hours_that_were_confirmed_wrongly_are_taken_back_and_their_certificate_with_them(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    signup = served(cast.secretary, cast.volunteer, DAOMAO)
    token = certificates.token_of(signup)
    host = client.as_(cast.secretary)
    address, said = f"{URL}/{signup.activity_id}/hours", {"people": [str(cast.volunteer.id)], "note": "不在场"}
    assert host.post(address, json={**said, "accepted": False}).json["items"][0]["state"] == "refused"
    assert client.get(f"/api/certificates/{token}").json["code"] == "certificate.revoked"
    mine = client.as_(cast.volunteer).get("/api/me/hours").json
    assert (mine["minutes"], mine["items"][0]["note"], mine["items"][0]["certificate"]) == (0, "不在场", None)
    assert host.post(address, json=said).json["items"][0]["state"] == "confirmed"
    assert client.get(f"/api/certificates/{token}").status_code == 200
    again = client.as_(cast.volunteer).get("/api/me/hours").json["items"][0]
    assert again["certificate"] == f"/certificate/{token}"
