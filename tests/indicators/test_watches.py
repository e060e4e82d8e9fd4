"""Who wants to be told of a threshold is told once, and only of what he may see."""

from typing import Any

from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db, uuid7
from backend.core.facts import Fact
from backend.identity.models import RoleGrant
from backend.indicators.actions.tell_crossings import tell_crossings
from backend.push.actions.tell_people import tell_people
from backend.push.models import Notice
from tests.builders import people
from tests.builders.readings import FIRMS, FLOATING, new, taken
from tests.cast import CHAOMING, DAOMAO, DISTRICT, DONGHE, WULIN, Cast
from tests.client import ActingClient

TODAY = "2026-03-02"
HOUR = 3600


def body(**changes: Any) -> dict[str, Any]:
    return {"code": FIRMS, "area": DAOMAO, "operator": "above", "threshold": 5, "margin": 1, **changes}


def put(client: ActingClient, who: Any, *, id_: object = None, **changes: Any) -> Any:
    where = f"/api/me/indicator-subscriptions/{id_ or uuid7()}"
    return client.as_(who).put(where, json=body(**changes))


def figure(number: float, indicator: str = FIRMS) -> None:
    core_clock.move(HOUR)
    taken(new(indicator, DAOMAO, TODAY, number))


def test_a_crossing_tells_once_and_again_only_after_it_was_over(
    client: ActingClient, cast: Cast, clock: object
) -> None:
    made = put(client, cast.secretary).json
    told = []
    for number in (5, 6, 9, 5, 6, 4, 6):
        figure(number)
        told.append(tell_crossings())
    # 5 is back over the threshold but not by the margin; 4 is.
    assert told == [0, 1, 0, 0, 0, 0, 1]
    assert tell_crossings() == 0
    shown = client.as_(cast.secretary).get("/api/me/indicator-subscriptions").json["items"]
    assert [(one["id"], one["is_crossed"], one["value"]) for one in shown] == [(made["id"], True, 6)]


def test_the_message_goes_by_the_notices_and_opens_the_indicator(
    client: ActingClient, cast: Cast, clock: object
) -> None:
    made = put(client, cast.secretary).json
    figure(6)
    tell_crossings()
    data = db.session.scalars(select(Fact.data).where(Fact.kind == "threshold.crossed")).one()
    said = {name: data[name] for name in ("texts", "navigate", "expires_at")}
    tell_people(data["people"], kind=data["notice"], subject_id=made["id"], **said)
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.navigate) == ("threshold.crossed", f"/cockpit/indicators/{FIRMS}?area={DAOMAO}")


def test_quiet_hours_put_it_off(client: ActingClient, cast: Cast, clock: object) -> None:
    # The cast's Monday begins at nine in Hangzhou.
    put(client, cast.secretary, quiet_from="22:00", quiet_until="10:30")
    figure(6)
    assert tell_crossings() == 0
    core_clock.move(HOUR)
    assert tell_crossings() == 1
    assert put(client, cast.secretary, quiet_from="22:00").json["code"] == "threshold.quiet"


def test_whoever_reads_the_place_no_more_is_told_nothing(client: ActingClient, cast: Cast, clock: object) -> None:
    put(client, cast.secretary)
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.secretary.id)):
        grant.revoked_at = core_clock.now()
    figure(6)
    assert tell_crossings() == 0


def test_few_people_are_told_to_nobody_who_may_not_see_them(client: ActingClient, cast: Cast, clock: object) -> None:
    analyst = people.person("分析员", DISTRICT, "analyst")
    for who in (analyst, cast.secretary):
        put(client, who, code=FLOATING, threshold=2)
    figure(3, FLOATING)
    assert tell_crossings() == 1
    figure(30, FLOATING)
    assert tell_crossings() == 1


def test_what_goes_with_the_few_next_door_is_not_told_either(client: ActingClient, cast: Cast, clock: object) -> None:
    """The street's figure less the larger part would be the few."""
    put(client, people.person("分析员", DISTRICT, "analyst"), code=FLOATING, threshold=10)
    core_clock.move(HOUR)
    taken(new(FLOATING, DONGHE, TODAY, 5), new(FLOATING, DAOMAO, TODAY, 12))
    assert tell_crossings() == 0
    put(client, cast.secretary, code=FLOATING, threshold=10)
    assert tell_crossings() == 1, "whoever may see few of them is told"
    figure(13, FLOATING)
    taken(new(FLOATING, DONGHE, TODAY, 15))
    assert tell_crossings() == 1, "nobody is few any more"


def test_what_is_grey_tells_nobody(client: ActingClient, cast: Cast, clock: object) -> None:
    put(client, cast.secretary)
    figure(6)
    core_clock.move(48 * HOUR)
    assert tell_crossings() == 0


def test_a_subscription_is_ones_own(client: ActingClient, cast: Cast, clock: object) -> None:
    id_ = uuid7()
    assert put(client, cast.secretary, id_=id_).status_code == 200
    assert put(client, cast.chaoming_commander, id_=id_).json["code"] == "threshold.not_found"
    assert put(client, cast.secretary, area=WULIN).json["code"] == "area.not_found"
    assert put(client, cast.chaoming_commander, area=CHAOMING, code="EC001").json["code"] == "indicator.not_had_here"
    where = f"/api/me/indicator-subscriptions/{id_}"
    assert client.as_(cast.chaoming_commander).delete(where).status_code == 404
    assert len(client.as_(cast.secretary).get("/api/me/indicator-subscriptions").json["items"]) == 1
    assert client.as_(cast.secretary).delete(where).status_code == 204
    assert put(client, cast.secretary, id_=id_, threshold=9).json["threshold"] == 9
