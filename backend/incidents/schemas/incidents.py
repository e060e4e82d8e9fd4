"""The JSON shapes of cases as they are shown."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema, page_of
from backend.incidents.rules.lifecycle import STATES
from backend.incidents.rules.reported import ALL_SOURCES
from backend.incidents.schemas.categories import CategoryNamed
from backend.incidents.schemas.report import USES

STATE = validate.OneOf(STATES)


class IncidentPhotoShown(Schema):
    sha256 = fields.String(required=True)
    use = fields.String(required=True, validate=validate.OneOf(USES))
    size_bytes = fields.Integer(required=True)
    arrived_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "null as long as its file is not here"}
    )


class IncidentPhotosShown(Schema):
    expected = fields.Integer(required=True)
    arrived = fields.Integer(required=True)
    items = fields.List(fields.Nested(IncidentPhotoShown), required=True)


class IncidentArea(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class IncidentPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class IncidentPoint(Schema):
    lng_wgs84 = fields.Float(required=True)
    lat_wgs84 = fields.Float(required=True)


class IncidentMeasured(IncidentPoint):
    accuracy_m = fields.Float(required=True, allow_none=True)
    age_s = fields.Float(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)


class IncidentStepShown(Schema):
    verb = fields.String(required=True)
    state = fields.String(required=True, validate=STATE, metadata={"description": "of the case, from then on"})
    at = fields.AwareDateTime(required=True, metadata={"description": "when it arrived"})
    happened_at = fields.AwareDateTime(required=True, metadata={"description": "when the person tapped"})
    who = fields.Nested(IncidentPerson, required=True, allow_none=True, metadata={"description": "null: the clock"})
    note = fields.String(required=True, allow_none=True)
    data = fields.Dict(required=True)


class IncidentRow(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True, metadata={"description": "the task number 任务号"})
    state = fields.String(required=True, validate=STATE)
    category = fields.Nested(CategoryNamed, required=True)
    description = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(ALL_SOURCES))
    urgent = fields.Boolean(required=True)
    self_handled = fields.Boolean(required=True)
    area = fields.Nested(IncidentArea, required=True)
    lng_wgs84 = fields.Float(required=True, allow_none=True, metadata={"description": "the pin's, else as measured"})
    lat_wgs84 = fields.Float(required=True, allow_none=True)
    happened_at = fields.AwareDateTime(required=True, metadata={"description": "when the person tapped"})
    recorded_at = fields.AwareDateTime(required=True, metadata={"description": "when it arrived"})
    photos = fields.Nested(IncidentPhotosShown, required=True)


class IncidentShown(IncidentRow):
    measured = fields.Nested(IncidentMeasured, required=True, allow_none=True)
    pin = fields.Nested(IncidentPoint, required=True, allow_none=True)
    unit_grid_code = fields.String(required=True, allow_none=True, metadata={"description": "单元网格"})
    duty_grid_code = fields.String(required=True, allow_none=True, metadata={"description": "责任网格"})
    reporter = fields.Nested(IncidentPerson, required=True)
    is_mine = fields.Boolean(required=True)
    device_at = fields.AwareDateTime(required=True)
    clock_offset_ms = fields.Integer(required=True)
    steps = fields.List(fields.Nested(IncidentStepShown), required=True)


IncidentPage = page_of(IncidentRow)
