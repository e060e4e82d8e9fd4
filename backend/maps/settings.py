"""What the map was told at start: its ground, the key of 天地图, and where the real-scene tiles lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.maps.rules.wmts import VECTOR_HOST

#: ending of the ground's file → what it is
KINDS = {".pmtiles": "pmtiles", ".geojson": "geojson", ".json": "geojson"}


@dataclass(frozen=True, slots=True)
class Settings:
    #: one file of PMTiles or GeoJSON; None: the areas alone
    ground: Path | None
    #: whose data it is, as the licence wants it said
    attribution: str
    #: empty: no 天地图; it never leaves the server
    key: str
    #: where 天地图 answers
    host: str
    #: tiles that came are kept here
    kept: Path
    #: a folder with a tileset.json, and its address on our own origin; either, the address counts
    scene: Path | None
    scene_url: str
    scene_attribution: str


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for the map."""
    ground, scene = (Path(str(config[name])) if config[name] else None for name in ("MAP_GROUND", "MAP_SCENE"))
    if ground is not None and (ground.suffix not in KINDS or not ground.is_file()):
        raise SystemExit(f"PALM_MAP_GROUND is {ground}: there is no such file of .pmtiles or .geojson")
    if scene is not None and not (scene / "tileset.json").is_file():
        raise SystemExit(f"PALM_MAP_SCENE is {scene}: there is no tileset.json in it")
    url = str(config["MAP_SCENE_URL"])
    if url and (not url.startswith("/") or url.startswith("//")):
        raise SystemExit(f"PALM_MAP_SCENE_URL is {url!r}: an address on our own origin begins with one /")
    _bound[:] = [
        Settings(
            ground=ground,
            attribution=config["MAP_ATTRIBUTION"],
            key=config["TIANDITU_KEY"],
            host=config["TIANDITU_HOST"] or VECTOR_HOST,
            kept=Path(config["VAR"]) / "tianditu",
            scene=scene,
            scene_url=url,
            scene_attribution=config["MAP_SCENE_ATTRIBUTION"],
        )
    ]


def settings() -> Settings:
    return _bound[0]
