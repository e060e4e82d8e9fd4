"""The JSON shapes of a person's own health: colour, code, declaration, appeal."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, Schema
from backend.health.catalogue.reader import ruleset
from backend.health.rules.half_days import HALVES
from backend.health.schemas.moments import COLOUR, WORDS, Kept, Made, Tapped

HALF = validate.OneOf(HALVES)


class NewDeclaration(Tapped):
    symptoms = fields.List(
        fields.String(validate=validate.OneOf(list(ruleset().symptoms))),
        required=True,
        validate=validate.Length(max=20),
    )
    risk_area = fields.Boolean(required=True, metadata={"description": "was in a risk area within 14 days"})
    contact = fields.Boolean(required=True, metadata={"description": "met a confirmed or suspected case"})


class NewAppeal(Made):
    reason = fields.String(required=True, validate=WORDS)


class DeclarationShown(Schema):
    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    half = fields.String(required=True, validate=HALF)
    symptoms = fields.List(fields.String(), required=True)
    risk_area = fields.Boolean(required=True)
    contact = fields.Boolean(required=True)
    declared_at = fields.AwareDateTime(required=True)


class AppealShown(Schema):
    id = fields.UUID(required=True)
    colour = fields.String(required=True, validate=COLOUR)
    reason = fields.String(required=True)
    filed_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(["granted", "refused", None]))
    note = fields.String(required=True, allow_none=True)


class SymptomShown(Both):
    name = fields.String(required=True)


class MyHealth(Schema):
    colour = fields.String(required=True, validate=COLOUR)
    since = fields.AwareDateTime(required=True, allow_none=True)
    verified_at = fields.AwareDateTime(required=True)
    valid_until = fields.AwareDateTime(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(Both), required=True)
    clean_days = fields.Integer(required=True)
    clean_days_due = fields.Integer(required=True, allow_none=True)
    rule_version = fields.String(required=True)
    day = fields.Date(required=True)
    half = fields.String(required=True, validate=HALF)
    declared = fields.Nested(
        DeclarationShown, required=True, allow_none=True, metadata={"description": "what was declared this half-day"}
    )
    next_half_at = fields.AwareDateTime(required=True)
    symptoms = fields.List(fields.Nested(SymptomShown), required=True, metadata={"description": "what can be declared"})
    appeal = fields.Nested(AppealShown, required=True, allow_none=True)
    isolation_id = fields.UUID(required=True, allow_none=True)


class DeclaredHealth(MyHealth, Kept):
    """With what an outbox wants to hear."""


class CodeShown(Schema):
    colour = fields.String(required=True, validate=COLOUR)
    text = fields.String(required=True, metadata={"description": "what the QR code says"})
    qr = fields.List(fields.String(), required=True, metadata={"description": "its rows, 1 is dark"})
    short = fields.String(required=True, metadata={"description": "to be typed in where nothing can be scanned"})
    issued_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    grace_until = fields.AwareDateTime(required=True, metadata={"description": "good so long without network"})
