"""The JSON shapes of exports."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema, page_of
from backend.incidents.rules.export import EXPORT_STATES, FORMATS, LANGUAGES
from backend.incidents.schemas.incidents import IncidentFilters


class NewExport(IncidentFilters):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(load_default="zh", validate=validate.OneOf(LANGUAGES))


class ExportShown(Schema):
    id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    filters = fields.Dict(required=True)
    state = fields.String(required=True, validate=validate.OneOf(EXPORT_STATES))
    rows_total = fields.Integer(required=True, metadata={"description": "when it was asked for"})
    rows_done = fields.Integer(required=True)
    size_bytes = fields.Integer(required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    ready_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True, metadata={"description": "it cannot be taken from then on"})


ExportPage = page_of(ExportShown)
