"""The JSON shapes of the rates."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.duty.schemas import CODE
from backend.incidents.rules.rates import RATES
from backend.incidents.schemas.incidents import IncidentArea


class RatesQuery(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})
    since = fields.Date(load_default=None, metadata={"description": "the first day; 30 days if it is not said"})
    until = fields.Date(load_default=None, metadata={"description": "the last day; today if it is not said"})


class RateShown(Schema):
    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    rate = fields.Float(
        required=True,
        allow_none=True,
        validate=validate.Range(min=0, max=1),
        metadata={"description": "null where nothing was due"},
    )


RatesShown = Schema.from_dict({name: fields.Nested(RateShown, required=True) for name in RATES}, name="CaseRates")


class AreaRates(IncidentArea):
    rates = fields.Nested(RatesShown, required=True)


class PeriodRates(Schema):
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    rates = fields.Nested(RatesShown, required=True)
    areas = fields.List(fields.Nested(AreaRates), required=True)
