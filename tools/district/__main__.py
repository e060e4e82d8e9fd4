"""`make district`: draws the demo's synthetic district anew, as vector tiles and as 3D Tiles."""

import csv
import json
import sys
from typing import Any

from tools import paths
from tools.district import layout, scene, vector
from tools.say import say

DATA = paths.ROOT / "backend" / "demo" / "data"


def main() -> int:
    district = layout.lay_out(*drawn())
    vector.write(district, DATA / "ground.pmtiles")
    scene.write(district, DATA / "scene")
    say(f"✓ {len(district.houses):,} houses, {len(district.roads):,} roads, {len(district.green):,} parks")
    for file in (DATA / "ground.pmtiles", *sorted((DATA / "scene").iterdir())):
        say(f"  {file.name:<16} {file.stat().st_size / 1024:>8,.0f} KB")
    return 0


def drawn() -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """The schematic streets, and what each code is called."""
    with (DATA / "areas.csv").open(encoding="utf-8", newline="") as rows:
        names = {row["code"]: (row["name_zh"], row["name_en"]) for row in csv.DictReader(rows)}
    return json.loads((DATA / "streets.geojson").read_text(encoding="utf-8")), names


if __name__ == "__main__":
    sys.exit(main())
