"""The JSON shapes of an order's recipients by name, and of telling some of them again."""

from typing import get_args

from marshmallow import fields, validate

from backend.commands.queries.recipients import STANDINGS
from backend.commands.rules.ladder import CHANNELS, STEP_STATES
from backend.commands.rules.receipt_verdict import Via
from backend.commands.schemas.orders import STATES
from backend.commands.schemas.plans import AREA_CODE
from backend.core.http.schema import PageQuery, Schema


def node() -> fields.String:
    return fields.String(
        load_default=None, validate=AREA_CODE, metadata={"description": "look into this place of the order only"}
    )


class RecipientsQuery(PageQuery):
    node = node()
    standing = fields.String(
        load_default="all",
        validate=validate.OneOf(list(STANDINGS)),
        metadata={"description": "asks_help: now; unreached: tried, and nothing led to them; the others by best state"},
    )


class AtStep(Schema):
    step = fields.Integer(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    state = fields.String(required=True, validate=validate.OneOf(STEP_STATES))


class Recipient(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata={"description": "the best so far"})
    answer = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(STATES),
        metadata={"description": "the last of acknowledged, declined, needs_help"},
    )
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata={"description": "written with the last answer"})
    asks_help = fields.Boolean(required=True, metadata={"description": "now, and nobody has attended"})
    channel = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "what led to them when last tried: webpush, console, none; null: not tried yet"},
    )
    accepted_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "by a gateway, first"})
    step = fields.Nested(
        AtStep, required=True, allow_none=True, metadata={"description": "of the ladder, the last that was taken"}
    )
    answered_via = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(get_args(Via)),
        metadata={"description": "session, token: the app or its push; behalf: somebody said it for him"},
    )
    answered_by = fields.String(required=True, allow_none=True, metadata={"description": "who said it for him"})
    tries = fields.Integer(required=True)
    last_status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "of the last try, by HTTP; 0: no answer came"}
    )


class Resend(Schema):
    node = fields.String(
        load_default=None, allow_none=True, validate=AREA_CODE, metadata={"description": "this place of the order only"}
    )


class Resent(Schema):
    people = fields.Integer(required=True, metadata={"description": "are told again"})
    unreached = fields.Integer(
        required=True, metadata={"description": "have not answered, and no device to tell: call"}
    )
    under_way = fields.Integer(required=True, metadata={"description": "the first message has not reached yet"})
    resent_at = fields.AwareDateTime(required=True, allow_none=True)
