"""The JSON shapes of the map and its layers."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from backend.commands.schemas.plans import AssemblyPoint
from backend.commands.schemas.targets import DangerZone
from backend.core.http.schema import Both, Schema
from backend.duty.rules.kinds import KINDS
from backend.maps.rules.box import read
from backend.maps.rules.wmts import LAYERS

CUT = {"description": "there are more than a map can show"}
MIDDLE = {"description": "false: nobody said where, so it stands in the middle of its area"}


class BoxField(fields.String):
    """Four numbers in one word, as the address has them."""

    def _deserialize(self, value: Any, *given: Any, **more: Any) -> Any:
        box = read(super()._deserialize(value, *given, **more))
        if box is None:
            raise ValidationError("west,south,east,north in degrees")
        return box


class MapGround(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["pmtiles", "geojson"]))
    url = fields.String(required=True, metadata={"description": "of this version; kept by phones for ever"})
    version = fields.String(required=True)
    bytes = fields.Integer(required=True)
    attribution = fields.String(required=True)


class MapTianditu(Schema):
    layers = fields.List(fields.String(validate=validate.OneOf(LAYERS)), required=True)


class MapScene(Schema):
    url = fields.String(required=True, metadata={"description": "of a 3D Tiles tileset.json on this origin"})
    attribution = fields.String(required=True)


class MapSources(Schema):
    ground = fields.Nested(MapGround, required=True, allow_none=True)
    tianditu = fields.Nested(MapTianditu, required=True, allow_none=True)
    scene = fields.Nested(MapScene, required=True, allow_none=True)


class MapPlaced(Schema):
    id = fields.UUID(required=True)
    lng_wgs84 = fields.Float(required=True)
    lat_wgs84 = fields.Float(required=True)
    is_measured = fields.Boolean(required=True, metadata=MIDDLE)


class MapPerson(MapPlaced):
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    started_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)


class MapPeople(Schema):
    items = fields.List(fields.Nested(MapPerson), required=True)
    is_cut = fields.Boolean(required=True, metadata=CUT)


class MapOrder(Schema):
    id = fields.UUID(required=True)
    status = fields.String(required=True)
    severity = fields.String(required=True)
    event = fields.String(required=True)
    headline = fields.Nested(Both, required=True)
    sent = fields.AwareDateTime(required=True)
    expires = fields.AwareDateTime(required=True)
    place = fields.Nested(DangerZone, required=True)
    assembly_points = fields.List(fields.Nested(AssemblyPoint), required=True)
    is_watched = fields.Boolean(required=True, metadata={"description": "its board is mine to read, too"})


class MapOrders(Schema):
    items = fields.List(fields.Nested(MapOrder), required=True)
    is_cut = fields.Boolean(required=True, metadata=CUT)


class MapObject(MapPlaced):
    kind = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "empty where it would name somebody"})
    state = fields.String(required=True, allow_none=True)
    why = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MapState(Both):
    kind = fields.String(required=True)
    code = fields.String(required=True)
    colour = fields.String(required=True)
    icon = fields.String(required=True)
    level = fields.Integer(required=True)


class MapObjectsQuery(Schema):
    box = BoxField(load_default=None, metadata={"description": "west,south,east,north: only what lies there"})


class MapObjects(Schema):
    items = fields.List(fields.Nested(MapObject), required=True)
    is_cut = fields.Boolean(required=True, metadata=CUT)
    title = fields.Nested(Both, required=True)
    icon = fields.String(required=True)
    states = fields.List(fields.Nested(MapState), required=True, metadata={"description": "the worst first"})


class MapHeatQuery(Schema):
    module = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$"),
        metadata={"description": "its objects; else open cases"},
    )


class MapCount(Schema):
    area_code = fields.String(required=True)
    count = fields.Integer(required=True)


class MapHeat(Schema):
    items = fields.List(fields.Nested(MapCount), required=True)
