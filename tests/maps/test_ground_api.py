"""The ground's file by ranges and versions, and the scene's folder."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.client import ActingClient
from tests.maps.conftest import Told, said


def test_without_settings_there_is_nothing_but_the_areas(client: ActingClient, cast: Cast) -> None:
    assert said(client.as_(cast.volunteer).get("/api/map")) == {"ground": None, "tianditu": None, "scene": None}
    assert client.get("/api/map").status_code == 401


def test_the_ground_comes_whole_or_by_ranges_and_is_kept_for_ever(
    client: ActingClient, cast: Cast, ground: Path
) -> None:
    phone = client.as_(cast.volunteer)
    about = said(phone.get("/api/map"))["ground"]
    assert (about["kind"], about["bytes"], about["attribution"]) == ("pmtiles", 25_600, "CC0")
    whole = phone.get(about["url"])
    assert (whole.status_code, whole.data) == (200, ground.read_bytes())
    assert whole.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    part = phone.get(about["url"], headers={"Range": "bytes=250-259"})
    assert (part.status_code, part.data) == (206, ground.read_bytes()[250:260])
    assert part.headers["Content-Range"] == "bytes 250-259/25600"
    again = phone.get(about["url"], headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(about["url"]).status_code == 401


def test_another_file_has_another_address_and_the_old_one_is_gone(
    client: ActingClient, cast: Cast, ground: Path
) -> None:
    phone = client.as_(cast.volunteer)
    before = said(phone.get("/api/map"))["ground"]["url"]
    ground.write_bytes(b"another map, as long as it may be")
    after = said(phone.get("/api/map"))["ground"]["url"]
    assert after != before
    assert phone.get(after).data == b"another map, as long as it may be"
    gone = phone.get(before)
    assert (gone.status_code, gone.json["code"]) == (404, "map.not_found")


def test_a_ground_of_ones_own_may_be_geojson(client: ActingClient, cast: Cast, told: Told, tmp_path: Path) -> None:
    file = tmp_path / "own.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}')
    told(MAP_GROUND=str(file))
    assert said(client.as_(cast.volunteer).get("/api/map"))["ground"]["kind"] == "geojson"


@pytest.mark.parametrize(
    "wrong",
    [
        {"MAP_GROUND": "/no/such.pmtiles"},
        {"MAP_GROUND": __file__},
        {"MAP_SCENE": "/no/such"},
        {"MAP_SCENE_URL": "https://elsewhere.example/tileset.json"},
        {"MAP_SCENE_URL": "//elsewhere.example/tileset.json"},
    ],
)
def test_a_setting_that_leads_nowhere_or_elsewhere_stops_the_start(told: Told, wrong: dict[str, str]) -> None:
    with pytest.raises(SystemExit, match="PALM_MAP"):
        told(**wrong)


def test_a_scene_gives_away_tiles_and_nothing_else_of_its_folder(
    client: ActingClient, cast: Cast, told: Told, tmp_path: Path
) -> None:
    folder = tmp_path / "scene"
    (folder / "deeper").mkdir(parents=True)
    (folder / "tileset.json").write_text("{}")
    (folder / "deeper" / "1.glb").write_bytes(b"glTF")
    (folder / "notes.txt").write_text("secret")
    (tmp_path / "outside.json").write_text("secret")
    told(MAP_SCENE=str(folder), MAP_SCENE_ATTRIBUTION="CC0")
    phone = client.as_(cast.chaoming_commander)
    assert said(phone.get("/api/map"))["scene"] == {"url": "/api/map/scene/tileset.json", "attribution": "CC0"}
    assert phone.get("/api/map/scene/tileset.json").data == b"{}"
    assert phone.get("/api/map/scene/deeper/1.glb").data == b"glTF"
    for name in ("notes.txt", "nothing.glb", "../outside.json", "%2e%2e/outside.json"):
        assert phone.get(f"/api/map/scene/{name}").status_code == 404, name
    assert client.get("/api/map/scene/tileset.json").status_code == 401


def test_a_scene_may_lie_elsewhere_on_our_own_origin(client: ActingClient, cast: Cast, told: Told) -> None:
    told(MAP_SCENE_URL="/tiles/city/tileset.json")
    assert said(client.as_(cast.volunteer).get("/api/map"))["scene"]["url"] == "/tiles/city/tileset.json"
