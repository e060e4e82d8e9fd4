"""The JSON shapes of the feed of changes."""

from marshmallow import fields, validate

from backend.commands.schemas.orders import STATES, MyOrder
from backend.core.http.schema import Schema
from backend.incidents.schemas.incidents import IncidentRow
from backend.realtime.queries.changes import PUT
from backend.realtime.queries.kinds import GONE, KINDS, OUT_OF_SCOPE


class ChangesQuery(Schema):
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=800),
        metadata={"description": "of the reply before; without it, the newest of the last 30 days"},
    )


class MyReceipt(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    device_at = fields.AwareDateTime(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class ChangeShown(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([kind.name for kind in KINDS]))
    id = fields.UUID(required=True)
    op = fields.String(
        required=True,
        validate=validate.OneOf([PUT, GONE, OUT_OF_SCOPE]),
        metadata={"description": "gone and out_of_scope never delete a row that has unsent work"},
    )
    order = fields.Nested(MyOrder, required=True, allow_none=True)
    receipts = fields.List(fields.Nested(MyReceipt), required=True, metadata={"description": "my own to this order"})
    incident = fields.Nested(IncidentRow, required=True, allow_none=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "a case that I reported myself"})


class ChangesShown(Schema):
    reset = fields.Boolean(
        required=True,
        metadata={
            "description": "all that counts follows, to the first reply without `more`: what it lacks is out of scope"
        },
    )
    items = fields.List(fields.Nested(ChangeShown), required=True)
    cursor = fields.String(required=True, metadata={"description": "opaque; keep it with what was read"})
    more = fields.Boolean(required=True, metadata={"description": "ask again at once"})
