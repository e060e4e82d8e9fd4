"""The JSON shapes of the orders' key figures."""

from marshmallow import fields, validate

from backend.commands.rules import cap
from backend.core.http.schema import Schema


class StatisticsQuery(Schema):
    status = fields.String(
        load_default=cap.ACTUAL,
        validate=validate.OneOf(cap.STATUSES),
        metadata={"description": "real orders, unless drills are asked for; never both"},
    )
    months = fields.Integer(
        load_default=12, validate=validate.Range(min=1, max=24), metadata={"description": "this one and those before"}
    )


class Figures(Schema):
    """A share without a denominator is null, never 0."""

    area_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    month = fields.String(required=True, metadata={"description": "YYYY-MM, Beijing time"})
    orders = fields.Integer(required=True)
    timed = fields.Integer(required=True, metadata={"description": "orders whose 57 seconds are known from end to end"})
    median_seconds_to_accepted = fields.Float(required=True, allow_none=True)
    accepted_in_time_share = fields.Float(required=True, allow_none=True)
    places_due = fields.Integer(required=True)
    places_in_time = fields.Integer(required=True)
    places_in_time_share = fields.Float(required=True, allow_none=True)


class StatisticsShown(Schema):
    items = fields.List(fields.Nested(Figures), required=True)
