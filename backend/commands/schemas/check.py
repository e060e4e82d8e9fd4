"""The JSON shapes of an order that is being made: as far as it goes, and what is known of it."""

from marshmallow import fields, validate

from backend.commands.rules import cap, lint
from backend.commands.rules.forecast import WAYS
from backend.commands.rules.ladder import GATEWAYS
from backend.commands.schemas.orders import Responsible, slots
from backend.commands.schemas.plans import CODE, AssemblyPoint, BothTexts
from backend.commands.schemas.targets import Target
from backend.core.http.schema import Schema


class CheckOrder(Schema):
    plan_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    status = fields.String(required=True, validate=validate.OneOf(cap.STATUSES))
    slots = slots()
    target = fields.Nested(Target, required=True)
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)
    names = fields.Boolean(
        load_default=False, metadata={"description": "also the places, who is unreachable, the assembly points"}
    )


class Reach(Schema):
    webpush = fields.Integer(required=True)
    live = fields.Integer(required=True)
    ladder = fields.Integer(
        required=True, metadata={"description": "only what comes later leads to them: a text, a call, another app"}
    )
    none = fields.Integer(required=True, metadata={"description": "nothing leads to them"})


class ForecastWay(Schema):
    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    people = fields.Integer(required=True)
    expected_share = fields.Float(required=True, metadata={"description": "0 to 1: who acknowledges in time"})
    expected_s = fields.Float(required=True, metadata={"description": "until half of those have"})
    orders = fields.Integer(required=True, metadata={"description": "earlier orders that it is known from"})
    predicted_share = fields.Float(required=True, allow_none=True, metadata={"description": "of those orders"})
    actual_share = fields.Float(required=True, allow_none=True, metadata={"description": "of those orders"})
    brier = fields.Float(required=True, allow_none=True, metadata={"description": "of those orders; 0 is perfect"})


class Storm(Schema):
    channel = fields.String(required=True, validate=validate.OneOf(GATEWAYS))
    after_s = fields.Integer(required=True, metadata={"description": "after the order, for whoever is silent by then"})
    people = fields.Integer(required=True, metadata={"description": "whom the channel leads to, if all stay silent"})
    per_second = fields.Float(required=True, metadata={"description": "what its gateway takes"})
    seconds = fields.Float(required=True, metadata={"description": "until the last of them has left"})
    usual = fields.Boolean(
        required=True, metadata={"description": "no gateway is there: as most of them take, nothing leaves"}
    )


class Forecast(Schema):
    horizon_s = fields.Integer(required=True)
    people = fields.Integer(required=True)
    expected_people = fields.Integer(required=True)
    expected_share = fields.Float(required=True, allow_none=True)
    expected_s = fields.Float(required=True, allow_none=True)
    ways = fields.List(fields.Nested(ForecastWay), required=True)


class ReachedNode(Schema):
    area_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    level = fields.String(required=True)
    people = fields.Integer(required=True)
    responsible = fields.Nested(Responsible, required=True, allow_none=True)
    reach = fields.Nested(Reach, required=True)


class Unreachable(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)


class OrderFinding(Schema):
    code = fields.String(required=True, validate=validate.OneOf(list(lint.LEVELS)))
    level = fields.String(
        required=True, validate=validate.OneOf([lint.ERROR, lint.WARNING]), metadata={"description": "errors stop it"}
    )
    data = fields.Dict(keys=fields.String(), required=True)


class OrderChecked(Schema):
    people = fields.Integer(required=True, metadata={"description": "recipients"})
    registered = fields.Integer(
        required=True, metadata={"description": "active people at home in the place, whatever role"}
    )
    reach = fields.Nested(Reach, required=True)
    forecast = fields.Nested(Forecast, required=True, metadata={"description": "who will acknowledge, and how fast"})
    storms = fields.List(
        fields.Nested(Storm), required=True, metadata={"description": "how long each step takes if all stay silent"}
    )
    places = fields.Integer(required=True, metadata={"description": "areas at or below what was chosen"})
    needs_second_person = fields.Boolean(required=True)
    deciders = fields.Integer(required=True, metadata={"description": "how many others could decide"})
    texts = fields.Nested(
        BothTexts, required=True, allow_none=True, metadata={"description": "missing words stand there by their label"}
    )
    lint = fields.List(fields.Nested(OrderFinding), required=True)
    nodes = fields.List(fields.Nested(ReachedNode))
    unreachable = fields.List(fields.Nested(Unreachable), metadata={"description": "the first 200"})
    assembly_points = fields.List(fields.Nested(AssemblyPoint))
