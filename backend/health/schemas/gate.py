"""The JSON shapes of gates: places, check-ins, and the list that phones verify by."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.health.providers.registry import NAMES
from backend.health.rules.wire import MOST_TEXT
from backend.health.schemas.moments import COLOUR, Kept, Tapped

CODE = validate.Length(min=1, max=MOST_TEXT)
SOURCE = validate.OneOf(["scan", "manual"])
MOST_AT_ONCE = 200


class NewCodeCheckIn(Tapped):
    place_id = fields.UUID(required=True)
    source = fields.String(required=True, validate=SOURCE)
    code = fields.String(required=True, validate=CODE, metadata={"description": "as it was scanned, or typed in"})
    said_passed = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "what this phone had shown; null: it could not tell"},
    )


class CheckInBatch(Schema):
    items = fields.List(fields.Nested(NewCodeCheckIn), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE))


class NewVisit(Tapped):
    code = fields.String(required=True, validate=validate.Length(min=1, max=64))


class CodeToVerify(Schema):
    code = fields.String(required=True, validate=CODE)
    source = fields.String(load_default="scan", validate=SOURCE)


class AnswerShown(Schema):
    ok = fields.Boolean(required=True)
    why = fields.String(required=True)
    provider = fields.String(required=True, allow_none=True)
    colour = fields.String(required=True, validate=COLOUR)
    aged = fields.Boolean(required=True)


class CodeCheckIn(Kept):
    place_id = fields.UUID(required=True)
    provider = fields.String(required=True, allow_none=True, validate=validate.OneOf([*NAMES, None]))
    colour = fields.String(required=True, validate=COLOUR)
    why = fields.String(required=True, metadata={"description": "ok, or what was wrong with the code"})
    passed = fields.Boolean(required=True)
    source = fields.String(required=True)
    happened_at = fields.AwareDateTime(required=True)
    verified_at = fields.AwareDateTime(required=True)
    repeats = fields.Boolean(required=True, metadata={"description": "scanned twice; counts once"})
    double_use = fields.Boolean(required=True, metadata={"description": "seen at another place within a minute"})
    differs = fields.Boolean(required=True, metadata={"description": "the gate's phone had shown otherwise"})


class CodeTaken(Schema):
    id = fields.UUID(required=True)
    check_in = fields.Nested(CodeCheckIn, required=True, allow_none=True)
    refusal = fields.String(required=True, allow_none=True)


class CodeTakenList(Schema):
    items = fields.List(fields.Nested(CodeTaken), required=True)


class VisitShown(Kept):
    place_name = fields.String(required=True)
    colour = fields.String(required=True, validate=COLOUR)
    passed = fields.Boolean(required=True)
    happened_at = fields.AwareDateTime(required=True)


class NewGatePlace(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    name = fields.String(required=True, validate=validate.Length(min=1, max=80))
    area_code = fields.String(required=True, validate=validate.Length(min=1, max=32))


class GatePlace(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    passed = fields.Integer(required=True, metadata={"description": "today"})
    stopped = fields.Integer(required=True)
    double_use = fields.Integer(required=True)


class GatePlaceList(Schema):
    items = fields.List(fields.Nested(GatePlace), required=True)


class GatePlaceWhole(GatePlace):
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    text = fields.String(required=True)
    qr = fields.List(fields.String(), required=True, metadata={"description": "its rows, 1 is dark"})
    recent = fields.List(fields.Nested(CodeCheckIn), required=True)


class TrustedKeyShown(Schema):
    kid = fields.String(required=True)
    provider = fields.String(required=True, validate=validate.OneOf(NAMES))
    jwk = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    usages = fields.List(fields.String(), required=True)


class TrustList(Schema):
    issued_at = fields.AwareDateTime(required=True)
    rule_version = fields.String(required=True)
    fresh_s = fields.Integer(required=True)
    grace_s = fields.Integer(required=True)
    skew_s = fields.Integer(required=True)
    dcc = fields.Dict(required=True, metadata={"description": "which certificates of the EU count"})
    keys = fields.List(fields.Nested(TrustedKeyShown), required=True)
    revoked_keys = fields.List(fields.String(), required=True)
    revoked = fields.String(required=True, metadata={"description": "numbers of codes, eight bytes each, in Base64"})
