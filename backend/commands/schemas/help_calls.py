"""The JSON shapes of calls for help."""

from marshmallow import fields, validate

from backend.commands.rules.help import ANSWERED, ATTENDED
from backend.commands.schemas.orders import STATES, Issuer
from backend.commands.schemas.recipients import node
from backend.core.http.schema import PageQuery, Schema


class HelpCallsQuery(PageQuery):
    node = node()
    ended = fields.Boolean(load_default=False, metadata={"description": "those that have ended, instead of the open"})


class HelpCallShown(Schema):
    id = fields.UUID(required=True)
    order_id = fields.UUID(required=True, metadata={"description": "of the chain, the one it was said under"})
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    asked_at = fields.AwareDateTime(required=True)
    note = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.Nested(Issuer, required=True, allow_none=True)
    ended_reason = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([ANSWERED, ATTENDED]),
        metadata={"description": "answered: the person has said something else since"},
    )
    ended_note = fields.String(required=True, allow_none=True)


class Attend(Schema):
    note = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=500),
        metadata={"description": "what is done about it"},
    )
