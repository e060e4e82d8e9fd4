"""Cockpits as screens read them: one reply for a place, only what the reader may see, and what it is made of."""

from datetime import datetime, timedelta
from typing import Any

from backend.core import clock as core_clock
from backend.indicators.actions import switch_mode
from backend.indicators.schemas.cockpit import CockpitWhole
from tests.builders import people
from tests.builders.readings import FIRMS, FLOATING, RESUMED, new, taken
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, DONGHE, WULIN, XIANLIN, Cast
from tests.client import ActingClient

SUNDAY = "2026-03-01"


def whole(client: ActingClient, who: Any, query: str = "") -> dict[str, Any]:
    reply = client.as_(who).get(f"/api/cockpit{query}")
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def card(shown: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in shown["cards"] if one["code"] == code)


def test_one_reply_is_a_whole_cockpit(client: ActingClient, cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, XIANLIN, SUNDAY, 5), new(FIRMS, DAOMAO, "2026-02-28", 4))
    shown = whole(client, cast.commander)
    assert (shown["area"]["code"], shown["template"], shown["trail"]) == (DISTRICT, "district", [])
    assert [part["code"] for part in shown["parts"]] == [WULIN, CHAOMING]
    assert len(shown["cards"]) == 179
    assert {code for section in shown["sections"] for code in section["codes"]} == {
        one["code"] for one in shown["cards"]
    }
    firms = card(shown, FIRMS)
    assert (firms["value"], firms["previous"], firms["parts_in"], firms["parts_of"]) == (8, 4, 2, 2)
    assert firms["spark"][-2:] == [4, 8]
    assert not firms["is_stale"]
    assert card(shown, "EC001")["value"] is None


def test_the_same_layout_goes_down_to_the_grid(client: ActingClient, cast: Cast, clock: object) -> None:
    places = [DISTRICT, CHAOMING, DAOMAO, DAOMAO_WEST]
    shown = [whole(client, cast.commander, f"?area={code}") for code in places]
    assert [one["template"] for one in shown] == ["district", "street", "community", "grid"]
    assert [one["code"] for one in shown[-1]["trail"]] == places[:-1]
    assert all(set(one) == set(shown[0]) for one in shown)


def test_a_street_sees_its_own_and_nothing_beside_or_above(client: ActingClient, cast: Cast, clock: object) -> None:
    shown = whole(client, cast.chaoming_commander)
    assert (shown["area"]["code"], shown["trail"]) == (CHAOMING, [])
    for foreign in (WULIN, DISTRICT, "999"):
        reply = client.as_(cast.chaoming_commander).get(f"/api/cockpit?area={foreign}")
        assert (reply.status_code, reply.json["code"]) == (404, "area.not_found")


def test_a_figure_turns_grey_and_keeps_its_age(client: ActingClient, cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    fresh = card(whole(client, cast.commander), FIRMS)
    core_clock.move(36 * 3600)
    grey = card(whole(client, cast.commander), FIRMS)
    assert (fresh["is_stale"], grey["is_stale"], grey["value"]) == (False, True, 3)
    age = datetime.fromisoformat(grey["fresh_until"]) - datetime.fromisoformat(grey["as_of"])
    assert age == timedelta(hours=36)


def test_unchanged_it_comes_back_as_a_word(client: ActingClient, cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    first = client.as_(cast.commander).get("/api/cockpit")
    core_clock.move(60)
    again = client.as_(cast.commander).get("/api/cockpit", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    taken(new(FIRMS, DAOMAO, SUNDAY, 4))
    changed = client.as_(cast.commander).get("/api/cockpit", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_what_is_written_by_hand_is_what_the_schema_says(client: ActingClient, cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(RESUMED, DAOMAO, SUNDAY, 3, 4), new(RESUMED, DONGHE, SUNDAY, 2, 4))
    shown = whole(client, cast.commander, f"?area={DAOMAO}")
    assert CockpitWhole().validate(shown) == {}
    assert card(shown, RESUMED)["rank"] == {"place": 1, "of": 2, "ties": 0, "method": "higher_first"}


def test_few_people_are_shown_to_those_who_answer_for_them_alone(
    client: ActingClient, cast: Cast, clock: object
) -> None:
    analyst = people.person("分析员", DISTRICT, "analyst")
    taken(new(FLOATING, DAOMAO, SUNDAY, 3), new(FLOATING, DONGHE, SUNDAY, 500))
    known = [card(whole(client, cast.commander, f"?area={area}"), FLOATING) for area in (DAOMAO, DONGHE, CHAOMING)]
    assert [one["value"] for one in known] == [3, 500, 503]
    seen = [card(whole(client, analyst, f"?area={area}"), FLOATING) for area in (DAOMAO, DONGHE, CHAOMING)]
    # The other part goes with it: the whole less that one would say it.
    assert [(one["value"], one["is_suppressed"]) for one in seen] == [(None, True), (None, True), (503, False)]
    assert seen[0]["spark"] == [None] * 12
    parts = client.as_(analyst).get(f"/api/indicators/{FLOATING}/parts?area={CHAOMING}").json
    assert [one["is_suppressed"] for one in parts["items"]] == [True, True]
    points = client.as_(analyst).get(f"/api/indicators/{FLOATING}/series?area={DAOMAO}").json["points"]
    assert [(one["value"], one["is_suppressed"]) for one in points] == [(None, True)]
    corrections = client.as_(analyst).get(f"/api/indicators/{FLOATING}/corrections?area={DAOMAO}")
    assert corrections.json["code"] == "indicator.too_few_to_show"


def test_departments_and_modes_put_other_things_first(client: ActingClient, cast: Cast, clock: object) -> None:
    housing = whole(client, cast.commander, "?department=housing")
    assert housing["department"] == "housing"
    assert all(one["source_dept_zh"] == "区住建局" for one in housing["cards"][:3])
    assert {one["key"] for one in housing["departments"]} == {"housing", "health", "statistics", "city_management"}
    flood = whole(client, cast.commander, "?mode=flood")
    assert (flood["mode"]["key"], flood["mode"]["shown"], flood["sections"][1]["key"]) == ("normal", "flood", "flood")
    assert client.as_(cast.commander).get("/api/cockpit?department=none").json["code"] == "cockpit.department_unknown"


def test_a_mode_holds_below_until_it_is_normal_again(client: ActingClient, cast: Cast, clock: object) -> None:
    said = {"area": CHAOMING, "mode": "epidemic", "reason": "发现关联病例"}
    put = client.as_(cast.chaoming_duty).put("/api/cockpit/mode", json=said)
    assert (put.status_code, put.json["key"], put.json["shown"]) == (200, "epidemic", "epidemic")
    shown = whole(client, cast.secretary)
    assert (shown["mode"]["key"], shown["mode"]["reason"], shown["mode"]["area"]) == (
        "epidemic", "发现关联病例", CHAOMING
    )  # fmt: skip
    assert shown["mode"]["by"] == cast.chaoming_duty.name
    assert shown["sections"][1]["key"] == "epidemic"
    assert whole(client, cast.wulin_commander)["mode"]["key"] == "normal"
    same = client.as_(cast.chaoming_duty).put("/api/cockpit/mode", json=said)
    assert same.json["code"] == "cockpit.mode_same"
    switch_mode.switch_mode(people.actor(cast.commander), area=DISTRICT, mode="flood", reason="梅雨")
    switch_mode.switch_mode(people.actor(cast.commander), area=CHAOMING, mode="normal", reason="解除")
    assert whole(client, cast.secretary)["mode"]["key"] == "flood"


def test_only_commanders_and_duty_officers_of_the_place_switch_modes(
    client: ActingClient, cast: Cast, clock: object
) -> None:
    said = {"area": CHAOMING, "mode": "flood", "reason": "暴雨"}
    assert client.as_(cast.grid_worker).put("/api/cockpit/mode", json=said).status_code == 403
    assert client.as_(cast.wulin_commander).put("/api/cockpit/mode", json=said).json["code"] == "area.not_found"
    assert client.as_(cast.volunteer).get("/api/cockpit").status_code == 403
    blank = client.as_(cast.chaoming_commander).put("/api/cockpit/mode", json={**said, "reason": "  "})
    assert blank.status_code == 422


def test_peers_are_ranked_and_a_street_sees_only_its_own_figure(
    client: ActingClient, cast: Cast, clock: object
) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3), new(FIRMS, XIANLIN, SUNDAY, 5))
    shown = client.as_(cast.chaoming_commander).get(f"/api/indicators/{FIRMS}/peers?area={CHAOMING}").json
    assert [(one["area"]["code"], one["value"], one["place"]) for one in shown["items"]] == [(CHAOMING, 3, 2)]
    assert (shown["of"], shown["method"]["key"]) == (2, "higher_first")
    every = client.as_(cast.commander).get(f"/api/indicators/{FIRMS}/peers?area={CHAOMING}").json
    assert [one["area"]["code"] for one in every["items"]] == [WULIN, CHAOMING]
    parts = client.as_(cast.commander).get(f"/api/indicators/{FIRMS}/parts?area={CHAOMING}").json
    assert [(one["area"]["code"], one["value"]) for one in parts["items"]] == [(DAOMAO, 3), (DONGHE, None)]


def test_a_series_is_exact_over_longer_times(client: ActingClient, cast: Cast, clock: object) -> None:
    days = [("2026-02-28", 1, 2), ("2026-03-01", 8, 8)]
    taken(*(new(RESUMED, DAOMAO, day, over, under) for day, over, under in days))
    taken(*(new(FIRMS, DAOMAO, day, over) for day, over, _ in days))
    who = client.as_(cast.secretary)
    own = who.get(f"/api/indicators/{RESUMED}/series?area={DAOMAO}").json["points"]
    assert [one["value"] for one in own] == [50, 100]
    year = who.get(f"/api/indicators/{RESUMED}/series?area={DAOMAO}&per=year").json["points"]
    assert [(one["value"], one["numerator"], one["denominator"]) for one in year] == [(90, 9, 10)]
    months = who.get(f"/api/indicators/{FIRMS}/series?area={DAOMAO}&per=month&since=2026-02-01").json["points"]
    assert [one["value"] for one in months] == [1, 8]


def test_corrections_tell_who_and_why(client: ActingClient, cast: Cast, clock: object) -> None:
    taken(new(FIRMS, DAOMAO, SUNDAY, 3))
    taken(new(FIRMS, DAOMAO, SUNDAY, 8), actor=people.actor(cast.commander), reason="漏报五家")
    shown = client.as_(cast.secretary).get(f"/api/indicators/{FIRMS}/corrections?area={DAOMAO}").json["items"]
    assert [(one["before"], one["after"], one["reason"], one["by"], one["revision"]) for one in shown] == [
        (3, 8, "漏报五家", "周建国", 1)
    ]


def test_one_indicator_says_what_it_means(client: ActingClient, cast: Cast, clock: object) -> None:
    shown = client.as_(cast.secretary).get(f"/api/indicators/{FIRMS}?area={DAOMAO}").json
    assert (shown["definition"]["name_zh"], shown["card"]["value"], shown["may_see_few"]) == ("新设企业数", None, True)
    assert len(client.as_(cast.secretary).get("/api/indicators").json["items"]) == 179
    assert client.as_(cast.secretary).get(f"/api/indicators/XX001?area={DAOMAO}").json["code"] == "indicator.not_found"
    lacks = client.as_(cast.secretary).get(f"/api/indicators/EC001/series?area={DAOMAO}")
    assert lacks.json["code"] == "indicator.not_had_here"
