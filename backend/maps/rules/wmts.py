"""天地图's tiles: which there are, how one is asked for, and what a picture looks like.

Its coordinates are CGCS2000, which differs from WGS-84 by centimetres: nothing is shifted, unlike GCJ-02.
"""

from math import atan, degrees, pi, sinh
from urllib.parse import urlencode

#: layer → what it shows: streets and their names, pictures from above and their names
LAYERS = ("vec", "cva", "img", "cia")
VECTOR_HOST = "https://t{n}.tianditu.gov.cn"
#: its servers are t0 to t7
HOSTS = 8
DEEPEST = 18
#: A tile of streets has 10 to 40 KB.
MOST_BYTES = 1024 * 1024
#: Degrees around the district that are still shown: about two kilometres.
AROUND = 0.02
#: how a file begins → its media type
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}

#: west, south, east, north
Box = tuple[float, float, float, float]


def address(host: str, layer: str, z: int, x: int, y: int, *, key: str) -> str:
    """The same tile always from the same of its servers, so that what lies between may keep it."""
    said = {
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": layer,
        "STYLE": "default",
        "TILEMATRIXSET": "w",
        "FORMAT": "tiles",
        "TILEMATRIX": z,
        "TILEROW": y,
        "TILECOL": x,
        "tk": key,
    }
    return f"{host.replace('{n}', str((x + y) % HOSTS))}/{layer}_w/wmts?{urlencode(said)}"


def is_tile(layer: str, z: int, x: int, y: int) -> bool:
    return layer in LAYERS and 1 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z


def touches(box: Box, z: int, x: int, y: int) -> bool:
    """Whether the tile shows anything of the box or its surroundings: the key is for this district alone."""
    west, south, east, north = box
    left, top = corner(z, x, y)
    right, bottom = corner(z, x + 1, y + 1)
    return left <= east + AROUND and right >= west - AROUND and bottom <= north + AROUND and top >= south - AROUND


def corner(z: int, x: int, y: int) -> tuple[float, float]:
    """Longitude and latitude of a tile's north-western corner."""
    return x / 2**z * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / 2**z))))


def media_type(data: bytes) -> str | None:
    """What a picture is by its first bytes; None: an error page, or something else that is no picture."""
    return next((kind for start, kind in PICTURES.items() if data.startswith(start)), None)
