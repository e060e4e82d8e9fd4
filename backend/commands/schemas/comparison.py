"""The JSON shapes of what is measured over all recipients: when places answered, and the last drill beside an order."""

from marshmallow import fields

from backend.core.http.schema import Schema


def seconds_to_accepted() -> fields.Float:
    words = "from opening one-key emergency to the last required channel having accepted"
    return fields.Float(required=True, allow_none=True, metadata={"description": words})


class AnsweredPlace(Schema):
    area_code = fields.String(required=True)
    answered_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "the later of its quorum and its responsible person; null: has not answered"},
    )


class AnsweredPlaces(Schema):
    items = fields.List(fields.Nested(AnsweredPlace), required=True)
    answered_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "the last of them; null: not all have answered"}
    )
    seconds_to_answered = fields.Float(required=True, allow_none=True, metadata={"description": "since it was sent"})
    answered_allowed = fields.Integer(required=True)


class Measured(Schema):
    order_id = fields.UUID(required=True)
    sent = fields.AwareDateTime(required=True)
    people = fields.Integer(required=True)
    shares = fields.List(
        fields.Float(allow_none=True),
        required=True,
        metadata={"description": "acknowledged by then, 0 to 1, one per moment; null: still to come, or nobody"},
    )
    seconds_to_accepted = seconds_to_accepted()


class Comparison(Schema):
    moments = fields.List(fields.Integer(), required=True, metadata={"description": "seconds since each was sent"})
    order = fields.Nested(Measured, required=True)
    drill = fields.Nested(
        Measured, required=True, allow_none=True, metadata={"description": "null: none of this plan and place before"}
    )
