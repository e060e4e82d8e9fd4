"""The refusals of the map."""

from backend.core.refusals.entry import Entry

MAPS: dict[str, Entry] = {
    "map.not_found": Entry(404, "地图中没有这一部分", "The map has no such part"),
    "map.tianditu_off": Entry(404, "本系统未接入天地图", "天地图 is not connected here"),
    "map.tianditu_silent": Entry(502, "天地图暂时没有应答", "天地图 does not answer at the moment"),
}
