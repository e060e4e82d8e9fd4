"""The JSON shapes of subscriptions and of switching modes."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.indicators.rules.crossing import OPERATORS
from backend.indicators.schemas.cockpit import CODE, MODE, CockpitArea

#: of the table's column
LARGEST = validate.Range(min=-(10**15), max=10**15)
SIZE = validate.Range(min=0, max=10**15)


class ModeSwitched(Schema):
    area = fields.String(required=True, validate=CODE)
    mode = fields.String(required=True, validate=MODE)
    reason = fields.String(
        required=True, validate=[validate.Length(min=1, max=500), validate.Regexp(r"(?s).*\S", error="blank")]
    )


class NewIndicatorSubscription(Schema):
    code = fields.String(required=True, validate=validate.Length(min=1, max=10))
    area = fields.String(required=True, validate=CODE)
    operator = fields.String(required=True, validate=validate.OneOf(OPERATORS))
    threshold = fields.Float(required=True, allow_nan=False, validate=LARGEST)
    margin = fields.Float(load_default=0, allow_nan=False, validate=SIZE)
    quiet_from = fields.Time(load_default=None, allow_none=True, format="%H:%M", metadata={"description": "Beijing"})
    quiet_until = fields.Time(load_default=None, allow_none=True, format="%H:%M", metadata={"description": "Beijing"})


class IndicatorSubscriptionShown(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    unit_zh = fields.String(required=True)
    unit_en = fields.String(required=True)
    decimals = fields.Integer(required=True)
    area = fields.Nested(CockpitArea, required=True)
    operator = fields.String(required=True, validate=validate.OneOf(OPERATORS))
    threshold = fields.Float(required=True)
    margin = fields.Float(required=True)
    quiet_from = fields.String(required=True, allow_none=True)
    quiet_until = fields.String(required=True, allow_none=True)
    is_crossed = fields.Boolean(required=True)
    crossed_at = fields.AwareDateTime(required=True, allow_none=True)
    told_at = fields.AwareDateTime(required=True, allow_none=True)
    value = fields.Float(required=True, allow_none=True)


class IndicatorSubscriptionList(Schema):
    items = fields.List(fields.Nested(IndicatorSubscriptionShown), required=True)
