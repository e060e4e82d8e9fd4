"""The JSON shapes of saved filters."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.incidents.schemas.incidents import IncidentFilters, IncidentTotal


class SaveFilter(Schema):
    name = fields.String(required=True, validate=validate.Length(min=1, max=40))
    filters = fields.Nested(IncidentFilters, required=True)


class FilterShown(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    filters = fields.Dict(required=True, metadata={"description": "as GET /api/incidents takes them"})
    saved_at = fields.AwareDateTime(required=True)
    matches = fields.Nested(
        IncidentTotal,
        required=True,
        allow_none=True,
        metadata={"description": "counted up to 1,000; null where its place is none of yours any more"},
    )


class FilterList(Schema):
    items = fields.List(fields.Nested(FilterShown), required=True)
