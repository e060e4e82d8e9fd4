"""The JSON shapes of applications, and of who stands behind a report."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.duty.schemas import CODE
from backend.incidents.schemas.incidents import IncidentArea
from backend.open311.models import SOURCES


class NewApplication(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    name = fields.String(required=True, validate=validate.Length(min=1, max=80))
    area_code = fields.String(required=True, validate=CODE, metadata={"description": "where it may report"})
    source = fields.String(load_default="hotline", validate=validate.OneOf(SOURCES))
    per_minute = fields.Integer(load_default=60, strict=True, validate=validate.Range(min=1, max=6_000))


class ApplicationShown(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.Nested(IncidentArea, required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    per_minute = fields.Integer(required=True)
    key_hint = fields.String(required=True, metadata={"description": "how its key ends"})
    issued_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)


class ApplicationIssued(ApplicationShown):
    api_key = fields.String(required=True, metadata={"description": "this once; nobody can read it again"})


class ApplicationList(Schema):
    items = fields.List(fields.Nested(ApplicationShown), required=True)


class ContactShown(Schema):
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    account_id = fields.String(required=True, allow_none=True, metadata={"description": "in the application"})
    device_id = fields.String(required=True, allow_none=True)


class OriginShown(Schema):
    application = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    description = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    media_url = fields.String(required=True, allow_none=True)
    contact = fields.Nested(
        ContactShown,
        required=True,
        allow_none=True,
        metadata={"description": "null: nobody said, or it is forgotten"},
    )


class OriginOfCase(Schema):
    origin = fields.Nested(
        OriginShown, required=True, allow_none=True, metadata={"description": "null: no application reported it"}
    )
