"""The JSON shapes of areas."""

from marshmallow import fields, validate

from backend.areas.rules import levels
from backend.areas.rules.listing import NAME_LENGTH
from backend.core.http.schema import Schema

LEVEL = validate.OneOf(levels.LEVELS)
CODE = validate.Length(min=1, max=32)
NAME = [validate.Length(min=1, max=NAME_LENGTH), validate.Regexp(r"\S", error="blank")]


class AreaQuery(Schema):
    parent = fields.String(validate=CODE, metadata={"description": "only the children of this area"})
    level = fields.String(validate=LEVEL)
    q = fields.String(
        validate=validate.Length(max=50), metadata={"description": "part of a name, or how a code begins"}
    )


class ShapeQuery(Schema):
    level = fields.String(validate=LEVEL)
    within = fields.String(validate=CODE, metadata={"description": "only this area's subtree"})


class AreaShown(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True, validate=LEVEL)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    parent_code = fields.String(required=True, allow_none=True)
    path = fields.String(required=True)
    lng_wgs84 = fields.Float(required=True, allow_none=True)
    lat_wgs84 = fields.Float(required=True, allow_none=True)


class AreaNames(Schema):
    name_zh = fields.String(validate=NAME)
    name_en = fields.String(validate=NAME)


class NewGrids(Schema):
    count = fields.Integer(required=True, validate=validate.Range(min=1, max=60))


class AreaDetail(AreaShown):
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True, metadata={"description": "the first day without it"})
    successor_code = fields.String(required=True, allow_none=True)
    current_code = fields.String(
        required=True, allow_none=True, metadata={"description": "what this code stands for today"}
    )


class AreaList(Schema):
    items = fields.List(fields.Nested(AreaShown), required=True)


class ShapeProperties(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    level = fields.String(required=True, validate=LEVEL)
    geom_source = fields.String(required=True)


class Shape(Schema):
    type = fields.String(required=True, validate=validate.Equal("Feature"))
    properties = fields.Nested(ShapeProperties, required=True)
    geometry = fields.Dict(required=True, metadata={"description": "GeoJSON Polygon or MultiPolygon, WGS-84"})


class Shapes(Schema):
    type = fields.String(required=True, validate=validate.Equal("FeatureCollection"))
    features = fields.List(fields.Nested(Shape), required=True)
