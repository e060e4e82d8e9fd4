"""The JSON shapes of a receipt: as reported, and as answered."""

from marshmallow import fields, validate

from backend.commands.rules.receipt_ladder import REPORTED
from backend.commands.schemas.orders import STATES
from backend.core.http.schema import Schema

#: Two days: no phone's clock that is worth a time is further off, and the column holds 32 bits.
OFFSET_MS = 2 * 24 * 3600 * 1000


class Report(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    order_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.name for state in sorted(REPORTED)]))
    device_at = fields.AwareDateTime(required=True)
    clock_offset_ms = fields.Integer(
        required=True, metadata={"description": "device minus server, as the device measured it"}
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
