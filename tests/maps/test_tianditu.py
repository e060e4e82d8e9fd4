"""天地图 by the district's key: asked once, kept, old rather than none, and for this district alone."""

from datetime import timedelta

from structlog.testing import capture_logs

from backend.core import clock as core_clock
from tests.builders.incidents import draw_map
from tests.cast import Cast
from tests.client import ActingClient
from tests.doubles.tianditu import KEY, PNG, Tianditu
from tests.maps.conftest import said

#: Lies in the squares that `draw_map` draws.
TILE = "/api/map/tianditu/vec/14/13661/6745"
ASKED = ("vec", "14", "13661", "6745")


def test_it_is_off_without_a_key(client: ActingClient, cast: Cast) -> None:
    draw_map()
    refused = client.as_(cast.volunteer).get(TILE)
    assert (refused.status_code, refused.json["code"]) == (404, "map.tianditu_off")


def test_a_tile_is_fetched_once_with_the_key_and_kept(client: ActingClient, cast: Cast, tianditu: Tianditu) -> None:
    draw_map()
    phone = client.as_(cast.volunteer)
    assert said(phone.get("/api/map"))["tianditu"] == {"layers": ["vec", "cva", "img", "cia"]}
    for _ in range(2):
        tile = phone.get(TILE)
        assert (tile.status_code, tile.data, tile.mimetype) == (200, PNG, "image/png")
        assert tile.headers["Cache-Control"] == "private, max-age=604800"
    assert tianditu.tiles() == [ASKED]
    assert client.get(TILE).status_code == 401


def test_what_is_not_of_the_district_or_no_tile_is_never_asked_for(
    client: ActingClient, cast: Cast, tianditu: Tianditu
) -> None:
    draw_map()
    phone = client.as_(cast.volunteer)
    for path in ("vec/14/13500/6745", "ter/14/13661/6745", "vec/19/0/0", "vec/2/9/9"):
        refused = phone.get(f"/api/map/tianditu/{path}")
        assert (refused.status_code, refused.json["code"]) == (404, "map.not_found"), path
    assert tianditu.calls == []


def test_without_shapes_nobody_knows_the_district(client: ActingClient, cast: Cast, tianditu: Tianditu) -> None:
    assert client.as_(cast.volunteer).get(TILE).status_code == 404
    assert tianditu.calls == []


def test_after_a_month_it_is_asked_anew_and_the_old_one_serves_while_nobody_answers(
    client: ActingClient, cast: Cast, tianditu: Tianditu, clock: object
) -> None:
    draw_map()
    phone = client.as_(cast.volunteer)
    assert phone.get(TILE).status_code == 200
    core_clock.hold(core_clock.now() + timedelta(days=31))
    phone = client.as_(cast.volunteer)
    tianditu.words.extend([503])
    assert phone.get(TILE).data == PNG
    assert len(tianditu.calls) == 2
    core_clock.hold(core_clock.now() + timedelta(minutes=1))
    assert phone.get(TILE).data == PNG
    assert phone.get(TILE).data == PNG
    assert len(tianditu.calls) == 3


def test_words_breaks_and_refusals_are_no_tiles_and_give_it_a_rest(
    client: ActingClient, cast: Cast, tianditu: Tianditu, clock: object
) -> None:
    draw_map()
    phone = client.as_(cast.volunteer)
    for word in ("words", "drop", 403, 302):
        tianditu.words.append(word)
        asked = len(tianditu.calls)
        for _ in range(2):
            refused = phone.get(TILE)
            assert (refused.status_code, refused.json["code"]) == (502, "map.tianditu_silent"), word
        assert len(tianditu.calls) == asked + 1
        core_clock.hold(core_clock.now() + timedelta(minutes=1))
    assert phone.get(TILE).status_code == 200


def test_the_key_stands_in_no_reply_and_in_no_log(client: ActingClient, cast: Cast, tianditu: Tianditu) -> None:
    draw_map()
    tianditu.words.append(500)
    with capture_logs() as logs:
        refused = client.as_(cast.volunteer).get(TILE)
    assert KEY not in refused.get_data(as_text=True)
    assert logs
    assert KEY not in repr(logs)
