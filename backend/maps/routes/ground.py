"""The addresses of what the map stands on: its ground as one file, 天地图's tiles, and the scene's."""

from typing import Any

from flask import send_file, send_from_directory
from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.core.http.openapi import BYTES
from backend.maps.queries import ground
from backend.maps.rules.wmts import media_type
from backend.maps.schemas import MapSources
from backend.maps.tianditu import tile as tiles

blp = Blueprint("maps", __name__, url_prefix="/api/map", description="The map")

#: Kept by the phone that asked, and by no proxy between.
FOREVER = "private, max-age=31536000, immutable"
A_WEEK = "private, max-age=604800"
PICTURE = "image/*"


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=MapSources)
def show_map(_actor: Actor) -> dict[str, Any]:
    """What there is to look at: the ground, 天地图, the real scene."""
    return ground.sources()


@endpoint(blp, "GET", "/ground/<string:version>", allow=SIGNED_IN, file=BYTES)
def map_ground(_actor: Actor, version: str) -> Response:
    """The ground's file, whole or by `Range`; its address changes with it."""
    response = send_file(ground.file(version), mimetype=BYTES, conditional=True, etag=version)
    response.headers["Cache-Control"] = FOREVER
    return response


@endpoint(blp, "GET", "/scene/<path:name>", allow=SIGNED_IN, file=BYTES)
def map_scene(_actor: Actor, name: str) -> Response:
    """A file of the real scene's tileset (3D Tiles)."""
    response = send_from_directory(*ground.scene_file(name), mimetype=BYTES, conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@endpoint(blp, "GET", "/tianditu/<string:layer>/<int:z>/<int:x>/<int:y>", allow=SIGNED_IN, file=PICTURE)
def map_tile(_actor: Actor, layer: str, z: int, x: int, y: int) -> Response:
    """A tile of 天地图, fetched with the district's key."""
    data = tiles.tile(layer, z, x, y)
    response = Response(data, mimetype=media_type(data))
    response.headers["Cache-Control"] = A_WEEK
    return response
