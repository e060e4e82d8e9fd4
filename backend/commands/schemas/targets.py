"""The JSON shape of a target: areas ∪ drawing, then roles and duty, minus exclusions."""

from typing import Any

from marshmallow import fields, validate

from backend.commands.schemas.plans import AREA_CODE
from backend.core.http.schema import Schema
from backend.identity.rules.roles import ROLES

MANY = validate.Length(max=1_000)


def area_codes() -> fields.List[Any]:
    return fields.List(fields.String(validate=AREA_CODE), load_default=list, validate=MANY)


class Circle(Schema):
    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    radius_m = fields.Float(required=True, validate=validate.Range(min=0))


class DangerArea(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    level = fields.String(required=True)
    lng_wgs84 = fields.Float(required=True, allow_none=True)
    lat_wgs84 = fields.Float(required=True, allow_none=True)


class DangerZone(Schema):
    """CAP's area: where the order applies, as it was called at issue."""

    polygon = fields.Dict(required=True, allow_none=True, metadata={"description": "GeoJSON Polygon, WGS-84"})
    circle = fields.Nested(Circle, required=True, allow_none=True)
    areas = fields.List(fields.Nested(DangerArea), required=True)


class Exclusion(Schema):
    areas = area_codes()
    people = fields.List(fields.UUID(), load_default=list, validate=MANY)


class Target(Schema):
    areas = area_codes()
    polygon = fields.Dict(load_default=None, allow_none=True, metadata={"description": "GeoJSON Polygon, WGS-84"})
    circle = fields.Nested(Circle, load_default=None, allow_none=True)
    roles = fields.List(
        fields.String(validate=validate.OneOf(list(ROLES))),
        load_default=list,
        metadata={"description": "empty: everybody in the place"},
    )
    on_duty = fields.Boolean(load_default=False, metadata={"description": "only people on duty or standby now"})
    exclude = fields.Nested(  # type: ignore[assignment]  # the API's word; marshmallow takes fields off the class
        Exclusion, load_default=lambda: {"areas": [], "people": []}
    )
