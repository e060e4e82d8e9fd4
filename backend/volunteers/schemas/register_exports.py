"""The JSON shapes of the register as a file."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema, page_of
from backend.volunteers.rules.register_export import FORMATS, LANGUAGES, STATES
from backend.volunteers.schemas.register import REASON, RegisterFilters


class NewRegisterExport(RegisterFilters):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(load_default="zh", validate=validate.OneOf(LANGUAGES))
    reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=REASON,
        metadata={"description": "why names and numbers are needed whole; without it they are masked"},
    )


class RegisterExportShown(Schema):
    id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    filters = fields.Dict(required=True)
    reason = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    rows = fields.Integer(required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    ready_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True)


RegisterExportPage = page_of(RegisterExportShown)
