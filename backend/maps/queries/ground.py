"""What the map stands on: the ground's file and its version, 天地图, and the scene in three dimensions."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from backend.core.errors import refuse
from backend.core.offload import off_the_loop
from backend.maps.rules.wmts import LAYERS
from backend.maps.settings import KINDS, settings

SCENE = "/api/map/scene/tileset.json"
#: What a tileset may be made of; nothing else of the folder is given away.
SCENE_FILES = frozenset(
    {
        *(".json", ".glb", ".gltf", ".b3dm", ".i3dm", ".pnts", ".cmpt", ".bin", ".subtree"),
        *(".jpg", ".jpeg", ".png", ".webp", ".ktx2", ".terrain"),
    }
)


def sources() -> dict[str, Any]:
    """What there is to look at here."""
    told = settings()
    url = told.scene_url or (SCENE if told.scene else "")
    return {
        "ground": _ground(told.ground, told.attribution) if told.ground else None,
        "tianditu": {"layers": list(LAYERS)} if told.key else None,
        "scene": {"url": url, "attribution": told.scene_attribution} if url else None,
    }


def file(version: str) -> Path:
    """The ground as it was named; another version of it is not here any more."""
    ground = settings().ground
    if ground is None or version != version_of(ground):
        refuse("map.not_found")
    return ground


def version_of(ground: Path) -> str:
    """Of what is in the file: on each of several machines the same, and never the same for two files."""
    state = ground.stat()
    return _hashed(ground, state.st_mtime_ns, state.st_size)


def scene_file(name: str) -> tuple[Path, str]:
    """The folder, and the name of a file in it as a tileset may ask for it."""
    folder = settings().scene
    if folder is None or Path(name).suffix.lower() not in SCENE_FILES:
        refuse("map.not_found")
    return folder, name


def _ground(ground: Path, attribution: str) -> dict[str, Any]:
    version = version_of(ground)
    return {
        "kind": KINDS[ground.suffix],
        "url": f"/api/map/ground/{version}",
        "version": version,
        "bytes": ground.stat().st_size,
        "attribution": attribution,
    }


@lru_cache(maxsize=4)
def _hashed(ground: Path, _changed_ns: int, _size: int) -> str:
    return off_the_loop(_digest, ground)


def _digest(ground: Path) -> str:
    with ground.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()[:16]
