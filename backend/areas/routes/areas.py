"""The addresses of areas."""

from typing import Any

import orjson
from flask import request
from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.areas import queries
from backend.areas.actions import make_grids as making
from backend.areas.actions import rename as renaming
from backend.areas.models import Area
from backend.areas.policy import KEEPS_TREE
from backend.areas.schemas.areas import AreaDetail, AreaList, AreaNames, AreaQuery, NewGrids, ShapeQuery, Shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint, roles

blp = Blueprint("areas", __name__, url_prefix="/api/areas", description="The tree of areas")

KEEPS = roles(KEEPS_TREE)


@endpoint(blp, "GET", "", allow=SIGNED_IN, query=AreaQuery, returns=AreaList)
def list_areas(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """List the current areas you may see: your subtrees and what stands above them."""
    return {"items": queries.listed(actor, **query)}


@endpoint(blp, "GET", "/shapes", allow=SIGNED_IN, query=ShapeQuery, returns=Shapes)
def show_shapes(actor: Actor, query: dict[str, Any]) -> Response:
    """Show the areas you may see as GeoJSON, to be kept until the ETag changes."""
    features = [_feature(area) for area in queries.shapes(actor, **query)]
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    response = Response(body, mimetype="application/json")
    # Private: what one actor may see is not for the next one behind the same proxy.
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@endpoint(blp, "GET", "/<code>", allow=SIGNED_IN, returns=AreaDetail)
def show_area(actor: Actor, code: str) -> dict[str, Any]:
    """Show one area, also a former one, and what it is today."""
    return _detail(queries.one(actor, code))


@endpoint(blp, "PATCH", "/<code>", allow=KEEPS, body=AreaNames, returns=AreaDetail)
def rename_area(actor: Actor, body: dict[str, Any], code: str) -> dict[str, Any]:
    """Give an area of the own subtree another name."""
    renaming.rename(actor, code, **body)
    return _detail(queries.one(actor, code))


@endpoint(blp, "POST", "/<code>/grids", allow=KEEPS, body=NewGrids, returns=AreaList)
def make_grids(actor: Actor, body: dict[str, Any], code: str) -> dict[str, Any]:
    """Give a community or park so many grids, drawn schematically."""
    return {"items": making.make_grids(actor, code, count=body["count"])}


def _detail(area: Area) -> dict[str, Any]:
    today = queries.current(area.code)
    shown = {name: getattr(area, name) for name in AreaDetail().fields if name != "current_code"}
    return {**shown, "current_code": today and today.code}


def _feature(area: Area) -> dict[str, Any]:
    names = ("code", "name_zh", "name_en", "level", "geom_source")
    properties = {name: getattr(area, name) for name in names}
    return {"type": "Feature", "properties": properties, "geometry": area.geom}
