"""The JSON shapes of a receipt: as reported, and as answered."""

from datetime import UTC, datetime

from marshmallow import fields, validate

from backend.commands.rules.receipt_ladder import REPORTED
from backend.commands.schemas.orders import STATES
from backend.core.http.schema import Schema

#: A phone whose battery was out may be decades off; it answers all the same.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
CENTURIES_MS = 10**13


class Report(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    order_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.name for state in sorted(REPORTED)]))
    device_at = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))
    clock_offset_ms = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-CENTURIES_MS, CENTURIES_MS),
        metadata={"description": "device minus server, as the device measured it"},
    )
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
    token = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=200),
        metadata={"description": "from the push; in place of a session"},
    )


class Taken(Schema):
    order_id = fields.UUID(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(STATES), metadata={"description": "the person's best state"}
    )
    recorded_at = fields.AwareDateTime(required=True, metadata={"description": "when the server first had this report"})
