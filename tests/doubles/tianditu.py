"""天地图 on loopback, as its WMTS speaks: a tile for whoever says all that it asks for, and words for a wrong key."""

from tests.doubles.http import Answer, Call, HttpDouble, Word

KEY = "a-key-that-no-phone-sees"
#: One grey pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c636860680000030401811a"
    "f4c8e70000000049454e44ae426082"
)
ASKED = {
    "SERVICE": "WMTS",
    "REQUEST": "GetTile",
    "VERSION": "1.0.0",
    "STYLE": "default",
    "TILEMATRIXSET": "w",
    "FORMAT": "tiles",
}


class Tianditu(HttpDouble):
    def answer(self, call: Call) -> Answer:
        layer = call.query.get("LAYER", "")
        said = {name: call.query.get(name) for name in ASKED}
        if call.path != f"/{layer}_w/wmts" or said != ASKED:
            return 400, {"msg": "参数错误"}
        if call.query.get("tk") != KEY:
            # The real one says so with this status, too.
            return 403, {"code": 301000, "msg": "非法Key"}
        return 200, PNG

    def refusal(self, word: Word) -> Answer:
        """An apology for "words", with a good status with a good status, as a spent quota is told."""
        return (200, {"msg": "超出配额"}) if word == "words" else (int(word), {})

    def tiles(self) -> list[tuple[str, str, str, str]]:
        return [
            tuple(call.query[name] for name in ("LAYER", "TILEMATRIX", "TILECOL", "TILEROW")) for call in self.calls
        ]  # type: ignore[misc]
