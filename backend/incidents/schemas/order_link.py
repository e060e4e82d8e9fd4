"""The JSON shapes between a case and its orders."""

from marshmallow import fields

from backend.commands.schemas.orders import OrderShown
from backend.commands.schemas.targets import Target
from backend.core.http.schema import Both, Schema


class OrderDraft(Schema):
    plan_code = fields.String(
        required=True, allow_none=True, metadata={"description": "null: the category suggests none, choose one"}
    )
    plan_version = fields.Integer(required=True, allow_none=True)
    slots = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(Both),
        required=True,
        metadata={"description": "those that are known"},
    )
    target = fields.Nested(Target, required=True)
    cause = fields.String(required=True, metadata={"description": "goes along into POST /api/orders"})


class OrdersOfIncident(Schema):
    items = fields.List(fields.Nested(OrderShown), required=True)
