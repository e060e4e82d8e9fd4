"""The shapes of the replies of GeoReport v2, the same in JSON and in XML."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.open311.rules.status import STATUSES


class ServiceShown(Schema):
    service_code = fields.String(required=True)
    service_name = fields.String(required=True)
    description = fields.String(required=True)
    metadata = fields.Boolean(required=True, metadata={"description": "whether there is more to ask: services/{code}"})
    type = fields.String(required=True, validate=validate.OneOf(["realtime", "batch", "blackbox"]))
    keywords = fields.String(required=True)
    group = fields.String(required=True)


class ValueShown(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)


class AttributeShown(Schema):
    variable = fields.Boolean(required=True)
    code = fields.String(required=True)
    datatype = fields.String(required=True)
    required = fields.Boolean(required=True)
    datatype_description = fields.String(required=True, allow_none=True)
    order = fields.Integer(required=True)
    description = fields.String(required=True)
    values = fields.List(fields.Nested(ValueShown), required=True)


class ServiceDefinition(Schema):
    service_code = fields.String(required=True)
    attributes = fields.List(fields.Nested(AttributeShown), required=True)


class RequestShown(Schema):
    service_request_id = fields.String(required=True, metadata={"description": "the number of the case"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    status_notes = fields.String(required=True)
    service_name = fields.String(required=True)
    service_code = fields.String(required=True)
    description = fields.String(
        required=True, allow_none=True, metadata={"description": "to the application that reported it"}
    )
    agency_responsible = fields.String(required=True, allow_none=True, metadata={"description": "the handling unit"})
    service_notice = fields.String(required=True, allow_none=True)
    requested_datetime = fields.String(required=True)
    updated_datetime = fields.String(required=True)
    expected_datetime = fields.String(required=True, allow_none=True)
    address = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "community, street, district; to the application that reported it, as it said"},
    )
    address_id = fields.String(required=True, allow_none=True)
    zipcode = fields.String(required=True, allow_none=True)
    lat = fields.Float(
        required=True, allow_none=True, metadata={"description": "WGS 84; to others than its application, 100 m coarse"}
    )
    long = fields.Float(required=True, allow_none=True)
    media_url = fields.String(required=True, allow_none=True)


class RequestTaken(Schema):
    service_request_id = fields.String(required=True)
    service_notice = fields.String(required=True, allow_none=True)
    account_id = fields.String(required=True, allow_none=True)


class TokenShown(Schema):
    service_request_id = fields.String(required=True)
    token = fields.String(required=True)


class EndpointShown(Schema):
    specification = fields.String(required=True)
    url = fields.String(required=True)
    changeset = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf(["production", "test"]))
    formats = fields.List(fields.String(), required=True)


class DiscoveryShown(Schema):
    changeset = fields.String(required=True)
    contact = fields.String(required=True)
    key_service = fields.String(required=True)
    endpoints = fields.List(fields.Nested(EndpointShown), required=True)


class GeoReportError(Schema):
    code = fields.Integer(required=True)
    description = fields.String(required=True)
