"""Whoever came to an activity without a phone: entered by its host, with a reason, and marked."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.volunteers.actions.activities import on_time
from tests.builders.activities import HOUR, activity, signed_up, signup_of
from tests.builders.register import volunteer
from tests.cast import DAOMAO, DAOMAO_WEST, Cast
from tests.client import ActingClient

URL = "/api/activities"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def test_whoever_came_without_a_phone_is_entered_by_the_host_also_after_the_end(
    client: ActingClient, cast: Cast, clock: Any
) -> None:
    what, other = activity(cast.secretary, DAOMAO, after=HOUR), volunteer("无机", DAOMAO_WEST)
    for who in (cast.volunteer, other):
        signed_up(who, what)
    address, host = f"{URL}/{what.id}/attendance", cast.secretary
    came = {"in_at": what.starts_at.isoformat(), "out_at": what.ends_at.isoformat(), "reason": "没带手机"}
    his = {**came, "person_id": str(cast.volunteer.id)}

    def tried(who: Person, **said: Any) -> str:
        reply = client.as_(who).post(address, json={**his, **said})
        return "ok" if reply.status_code == 200 else str(reply.json["code"])

    clock.hold(what.starts_at + HOUR)
    assert tried(host) == "signup.entered_times"
    clock.hold(what.ends_at + 4 * HOUR)
    on_time.settle()
    assert signup_of(cast.volunteer, what).state == "missed"
    assert tried(cast.volunteer) == "actor.forbidden"
    assert tried(cast.wulin_commander) == "activity.not_found"
    assert tried(host, person_id=str(host.id)) == "signup.own_hours"
    early = (what.starts_at - 2 * HOUR).isoformat()
    assert [tried(host, in_at=early), tried(host, out_at=his["in_at"])] == ["signup.entered_times"] * 2
    assert [tried(host), tried(host)] == ["ok", "signup.cannot_become"]
    roster = client.as_(host).get(f"{URL}/{what.id}/roster").json["items"]
    row = next(one for one in roster if one["person_id"] == str(cast.volunteer.id))
    assert (row["state"], row["minutes"], row["flags"], row["entered_why"]) == (
        "checked_out", 120, ["hand"], "没带手机",
    )  # fmt: skip
    fact = database.session.scalars(select(Fact).where(Fact.kind == "signup.entered")).one()
    assert (fact.actor_id, fact.data["reason"], fact.data["minutes"]) == (host.id, "没带手机", 120)
    mine = client.as_(cast.volunteer).get("/api/me/hours").json["items"][0]
    assert (mine["flags"], mine["entered_why"]) == (["hand"], "没带手机")
    clock.hold(what.ends_at + 73 * HOUR)
    assert tried(host, person_id=str(other.id)) == "signup.entered_late"
