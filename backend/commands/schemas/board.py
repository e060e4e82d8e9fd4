"""The JSON shapes of the board, the no-answer list and the timeline."""

from marshmallow import fields, validate

from backend.commands.rules.receipt_ladder import State
from backend.commands.schemas.orders import STATES, Issuer, OrderShown, Responsible
from backend.commands.schemas.plans import AREA_CODE
from backend.core.http.schema import PageQuery, Schema

STAMPS = (
    *("opened", "plan_chosen", "area_set", "confirmed"),
    *("queued", "accepted", "shown", "acknowledged", "arrived", "cleared"),
)


def node() -> fields.String:
    return fields.String(
        load_default=None, validate=AREA_CODE, metadata={"description": "look into this place of the order only"}
    )


class BoardQuery(Schema):
    node = node()


class UnansweredQuery(PageQuery):
    node = node()


class Place(Schema):
    area_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    level = fields.String(required=True)


Totals = Schema.from_dict(
    {state.name: fields.Integer(required=True) for state in State},
    name="Totals",
)

Stamped = Schema.from_dict(
    {name: fields.AwareDateTime(required=True, allow_none=True) for name in STAMPS},
    name="Stamped",
)


def totals() -> fields.Nested:
    words = "people by their best state: everybody is counted once; the sum is `people`"
    return fields.Nested(Totals, required=True, metadata={"description": words})


def answered_people() -> fields.Integer:
    words = "who has said anything: acknowledged, declined, needs_help, or something beyond"
    return fields.Integer(required=True, metadata={"description": words})


class ResponsibleShown(Responsible):
    state = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(STATES),
        metadata={"description": "null: the order did not go to them, the place cannot be answered"},
    )


class BoardNode(Place):
    people = fields.Integer(required=True)
    answered_people = answered_people()
    totals = totals()
    answered = fields.Boolean(
        required=True, metadata={"description": "its responsible person and its quorum have answered"}
    )
    responsible = fields.Nested(ResponsibleShown, required=True, allow_none=True)


class BoardShown(Schema):
    order = fields.Nested(OrderShown, required=True)
    node = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the place looked into; null: your places have none in common"},
    )
    place = fields.Nested(Place, required=True, allow_none=True, metadata={"description": "the node's names"})
    at = fields.AwareDateTime(required=True)
    stamps = fields.Nested(
        Stamped,
        required=True,
        metadata={"description": "accepted: the last required channel; shown, acknowledged, arrived: the first person"},
    )
    seconds_to_accepted = fields.Float(required=True, allow_none=True, metadata={"description": "since opened"})
    seconds_allowed = fields.Integer(required=True)
    totals = totals()
    people = fields.Integer(required=True)
    answered = answered_people()
    is_answered = fields.Boolean(
        required=True, metadata={"description": "the responsible person and the quorum of the place looked into"}
    )
    quorum = fields.Float(required=True, metadata={"description": "share, 0 to 1"})
    nodes = fields.List(fields.Nested(BoardNode), required=True)


class Unanswered(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reach = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "what led to them when last tried: webpush, console, none; null: not tried yet"},
    )


class TimelineItem(Schema):
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True, metadata={"description": "a fact's kind, or stamp.<name>"})
    who = fields.Nested(Issuer, required=True, allow_none=True)
    node = fields.String(required=True, allow_none=True, metadata={"description": "area code"})
    data = fields.Dict(required=True)


class TimelineShown(Schema):
    items = fields.List(fields.Nested(TimelineItem), required=True)
