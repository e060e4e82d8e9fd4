"""The JSON shapes of the board and the timeline."""

from marshmallow import fields, validate

from backend.commands.rules.receipt_ladder import State
from backend.commands.schemas.orders import STATES, Issuer, OrderShown, Responsible
from backend.commands.schemas.recipients import node
from backend.core.http.schema import Schema

STAMPS = (
    *("opened", "plan_chosen", "area_set", "confirmed", "approved"),
    *("queued", "accepted", "shown", "acknowledged", "arrived", "cleared"),
)


class BoardQuery(Schema):
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


class SubstituteShown(Schema):
    """Who was pulled in for whom; without a person, nobody was left to ask."""

    for_person_id = fields.UUID(required=True)
    person = fields.Nested(Responsible, required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True, validate=validate.OneOf(["declined", "needs_help"]))
    chosen = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["standby", "duty", "lead", "role"]),
        metadata={"description": "standby or duty in the place, another lead of it, or the same role there"},
    )
    was_recipient = fields.Boolean(required=True)
    at = fields.AwareDateTime(required=True)


def substitutes() -> fields.List[dict[str, object]]:
    words = "an acknowledgement of one of them counts as the responsible person's"
    return fields.List(fields.Nested(SubstituteShown), required=True, metadata={"description": words})


def asks_help() -> fields.Integer:
    words = "who asks for help now and is not attended to, under this order or an earlier one of its chain"
    return fields.Integer(required=True, metadata={"description": words})


def is_overdue() -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": "its deadline passed without its answer"})


def resent_at() -> fields.AwareDateTime:
    words = "when those who had not answered were last told again"
    return fields.AwareDateTime(required=True, allow_none=True, metadata={"description": words})


class BoardNode(Place):
    people = fields.Integer(required=True)
    answered_people = answered_people()
    asks_help = asks_help()
    totals = totals()
    answered = fields.Boolean(
        required=True, metadata={"description": "its responsible person and its quorum have answered"}
    )
    deadline_at = fields.AwareDateTime(required=True)
    is_overdue = is_overdue()
    resent_at = resent_at()
    responsible = fields.Nested(ResponsibleShown, required=True, allow_none=True)
    substitutes = substitutes()


class Retraction(Schema):
    order_id = fields.UUID(required=True, metadata={"description": "the correction"})
    tapped_at = fields.AwareDateTime(required=True)
    stopped_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "nothing of it leaves any more; null: some still may"}
    )
    corrected_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "all whose devices may have it were sent the correction and a gateway took it"},
    )
    seconds_to_stopped = fields.Float(required=True, allow_none=True)
    seconds_to_corrected = fields.Float(required=True, allow_none=True)
    stopped_people = fields.Integer(required=True, metadata={"description": "who was never sent it, and never will be"})
    corrected_people = fields.Integer(required=True)


class BoardShown(Schema):
    order = fields.Nested(OrderShown, required=True)
    node = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the place looked into; null: your places have none in common"},
    )
    place = fields.Nested(Place, required=True, allow_none=True, metadata={"description": "the node's names"})
    responsible = fields.Nested(
        ResponsibleShown, required=True, allow_none=True, metadata={"description": "of the place looked into"}
    )
    substitutes = substitutes()
    at = fields.AwareDateTime(required=True)
    stamps = fields.Nested(
        Stamped,
        required=True,
        metadata={"description": "accepted: the last required channel; shown, acknowledged, arrived: the first person"},
    )
    seconds_to_accepted = fields.Float(required=True, allow_none=True, metadata={"description": "since opened"})
    seconds_allowed = fields.Integer(required=True)
    answered_allowed = fields.Integer(
        required=True, metadata={"description": "seconds from sent until all places should have answered"}
    )
    totals = totals()
    people = fields.Integer(required=True)
    answered = answered_people()
    asks_help = asks_help()
    is_answered = fields.Boolean(
        required=True, metadata={"description": "the responsible person and the quorum of the place looked into"}
    )
    all_answered = fields.Boolean(required=True, metadata={"description": "it, and each of the nodes"})
    is_overdue = is_overdue()
    deadline_at = fields.AwareDateTime(required=True, allow_none=True)
    resent_at = resent_at()
    quorum = fields.Float(required=True, metadata={"description": "share, 0 to 1"})
    retraction = fields.Nested(
        Retraction, required=True, allow_none=True, metadata={"description": "of an order that was taken back"}
    )
    nodes = fields.List(fields.Nested(BoardNode), required=True)


class TimelineItem(Schema):
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True, metadata={"description": "a fact's kind, or stamp.<name>"})
    who = fields.Nested(Issuer, required=True, allow_none=True)
    node = fields.String(required=True, allow_none=True, metadata={"description": "area code"})
    data = fields.Dict(required=True)


class TimelineShown(Schema):
    items = fields.List(fields.Nested(TimelineItem), required=True)
