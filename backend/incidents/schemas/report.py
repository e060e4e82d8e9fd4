"""The JSON shape of a report."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.duty.schemas import CODE, Tapped

SHA256 = validate.Regexp(r"^[0-9a-f]{64}$")
USES = ("report", "handle", "check")
LONGEST = 2_000
PHOTOS = 9
LARGEST = 50 * 1024 * 1024


class PlacePoint(Schema):
    lng_wgs84 = fields.Float(required=True, validate=validate.Range(min=-180, max=180))
    lat_wgs84 = fields.Float(required=True, validate=validate.Range(min=-90, max=90))


class PositionMeasured(PlacePoint):
    accuracy_m = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=0, max=1_000_000))
    age_s = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=0, max=1_000_000_000))
    source = fields.String(required=True, validate=validate.OneOf(["gnss", "network", "pin"]))


class PhotoAnnounced(Schema):
    sha256 = fields.String(
        required=True, validate=SHA256, metadata={"description": "of the file as the phone sends it, in hexadecimal"}
    )
    size_bytes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=LARGEST))
    use = fields.String(required=True, validate=validate.OneOf(USES))


class IncidentReport(Tapped):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    category_code = fields.String(required=True, validate=validate.Length(min=1, max=16))
    description = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    place = fields.Nested(
        PositionMeasured, load_default=None, allow_none=True, metadata={"description": "as measured at capture"}
    )
    pin = fields.Nested(
        PlacePoint,
        load_default=None,
        allow_none=True,
        metadata={"description": "where the person says it is: it counts"},
    )
    area_code = fields.String(
        load_default=None,
        allow_none=True,
        validate=CODE,
        metadata={"description": "one of the own places, where no position was to be had"},
    )
    urgent = fields.Boolean(load_default=False)
    self_handled = fields.Boolean(load_default=False, metadata={"description": "fixed on the spot"})
    photos = fields.List(fields.Nested(PhotoAnnounced), load_default=list, validate=validate.Length(max=PHOTOS))
