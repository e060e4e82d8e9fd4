"""The JSON shapes of places that climb while they have not answered."""

from marshmallow import fields

from backend.commands.schemas.board import BoardQuery, Place
from backend.commands.schemas.orders import Issuer, Responsible
from backend.core.http.schema import Schema

ClimbsQuery = BoardQuery


class ClimbShown(Schema):
    id = fields.UUID(required=True)
    place = fields.Nested(Place, required=True)
    to = fields.Nested(Place, required=True)
    step = fields.Integer(required=True)
    due_at = fields.AwareDateTime(required=True)
    climbed_at = fields.AwareDateTime(required=True, allow_none=True)
    told = fields.Nested(
        Responsible, required=True, allow_none=True, metadata={"description": "null: nobody was there to be told"}
    )
    taken_by = fields.Nested(Issuer, required=True, allow_none=True)
    taken_at = fields.AwareDateTime(required=True, allow_none=True)
    is_answered = fields.Boolean(required=True, metadata={"description": "the place has answered since"})
    may_take = fields.Boolean(required=True)


class ClimbsShown(Schema):
    items = fields.List(fields.Nested(ClimbShown), required=True)
