"""The demo's ground and scene with 天地图 on loopback, as the application would be told of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from backend.demo.geography import DATA
from backend.maps import settings
from backend.maps.queries.ground import version_of
from backend.maps.tianditu.line import LINE
from tests.builders.incidents import draw_map
from tests.doubles.tianditu import KEY, Tianditu

GROUND = DATA / "ground.pmtiles"


def ground_version() -> str:
    return version_of(GROUND)


@contextmanager
def laid_out(config: Mapping[str, Any], folder: Path) -> Iterator[Tianditu]:
    double = Tianditu()
    ours = {"MAP_GROUND": str(GROUND), "MAP_SCENE": str(DATA / "scene")}
    settings.bind({**config, **ours, "VAR": folder, "TIANDITU_KEY": KEY, "TIANDITU_HOST": double.url})
    draw_map()
    LINE.close()
    try:
        yield double
    finally:
        LINE.close()
        double.close()
