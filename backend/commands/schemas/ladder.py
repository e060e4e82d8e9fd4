"""The JSON shapes of the ladder of an order, of doors to knock at, and of answers for somebody else."""

from marshmallow import fields, validate

from backend.commands.queries.door_knocks import ANSWERED, OPEN, OVER
from backend.commands.rules.cap import SEVERITIES
from backend.commands.rules.door_knocks import FOR_ANOTHER, OUTCOMES, REASONS
from backend.commands.rules.ladder import CHANNELS
from backend.commands.schemas.orders import Responsible
from backend.commands.schemas.recipients import node
from backend.core.http.schema import PageQuery, Schema, page_of

NOTE = validate.Length(max=500)


def channel() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(CHANNELS))


def seconds() -> fields.Float:
    what = "until the gateway has taken those who are left and under way; null: it has no gateway"
    return fields.Float(required=True, allow_none=True, metadata={"description": what})


class StepShown(Schema):
    step = fields.Integer(required=True)
    channel = channel()
    after_s = fields.Integer(required=True, metadata={"description": "as the plan had it when the order was issued"})
    due_at = fields.AwareDateTime(required=True, metadata={"description": "later than that where it waits for morning"})
    began_at = fields.AwareDateTime(required=True, allow_none=True)
    told = fields.Integer(required=True, metadata={"description": "people; taken by the gateway, or given to somebody"})
    delivered = fields.Integer(required=True, metadata={"description": "of them, what the gateway calls delivered"})
    under_way = fields.Integer(required=True, metadata={"description": "with the gateway, or waiting for another try"})
    failed = fields.Integer(required=True)
    left = fields.Integer(
        required=True, metadata={"description": "who is silent and not told by it yet; 0 once the order has ended"}
    )
    seconds = seconds()


class NextStep(Schema):
    step = fields.Integer(required=True)
    channel = channel()
    due_at = fields.AwareDateTime(required=True)
    people = fields.Integer(required=True, metadata={"description": "who will be told if they stay silent"})
    seconds = seconds()


class LadderShown(Schema):
    at = fields.AwareDateTime(required=True, metadata={"description": "the server's time"})
    steps = fields.List(fields.Nested(StepShown), required=True)
    next = fields.Nested(NextStep, required=True, allow_none=True)
    silent = fields.Integer(required=True, metadata={"description": "people without an answer"})


class LadderQuery(Schema):
    node = node()


class KnocksQuery(PageQuery):
    node = node()


class KnockShown(Schema):
    id = fields.UUID(required=True)
    order_id = fields.UUID(required=True)
    headline_zh = fields.String(required=True)
    headline_en = fields.String(required=True)
    exercise = fields.Boolean(required=True)
    severity = fields.String(required=True, validate=validate.OneOf(SEVERITIES))
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    lng_wgs84 = fields.Float(required=True, allow_none=True)
    lat_wgs84 = fields.Float(required=True, allow_none=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    within_name_zh = fields.String(required=True, allow_none=True, metadata={"description": "the area above it"})
    within_name_en = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, validate=validate.OneOf(REASONS), metadata={"description": "why this worker is asked to go"}
    )
    from_name_zh = fields.String(required=True, allow_none=True, metadata={"description": "the grid he comes from"})
    from_name_en = fields.String(required=True, allow_none=True)
    worker = fields.Nested(Responsible, required=True, allow_none=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf([OPEN, *OUTCOMES, ANSWERED, OVER]),
        metadata={"description": "answered: the person spoke himself; over: the order has ended"},
    )
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(OUTCOMES))
    note = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


#: of the worker's own and of an order's: one name in the API
KnocksPage = page_of(KnockShown)


class KnockAnswer(Schema):
    id = fields.UUID(required=True, metadata={"description": "of the receipt that it makes; version 7"})
    outcome = fields.String(
        required=True,
        validate=validate.OneOf(OUTCOMES),
        metadata={"description": "safe, needs_help: said for the person; not_home: nothing is said for him"},
    )
    note = fields.String(load_default=None, allow_none=True, validate=NOTE)


class AnswerFor(Schema):
    id = fields.UUID(required=True, metadata={"description": "of the receipt; version 7"})
    state = fields.String(required=True, validate=validate.OneOf([state.name for state in FOR_ANOTHER]))
    note = fields.String(load_default=None, allow_none=True, validate=NOTE)
