"""The JSON shapes of appeals to decide, of isolation at home, and of what was destroyed."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, PageQuery, Schema, page_of
from backend.health.catalogue.reader import ruleset
from backend.health.rules.half_days import HALVES
from backend.health.schemas.mine import AppealShown
from backend.health.schemas.moments import COLOUR, WORDS, HealthContact, HealthPerson, Made

HALF = validate.OneOf(HALVES)
OUTCOME = validate.OneOf(["released", "cleared", None])


class EndedQuery(PageQuery):
    ended = fields.Boolean(load_default=False)


class IsolationQuery(EndedQuery):
    area = fields.String(load_default=None, validate=validate.Length(min=1, max=32))


class AppealToDecide(AppealShown):
    person = fields.Nested(HealthContact, required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    reasons = fields.List(fields.Nested(Both), required=True, metadata={"description": "why the colour is as it is"})


AppealPage = page_of(AppealToDecide)


class IsolationRow(Schema):
    id = fields.UUID(required=True)
    person = fields.Nested(HealthPerson, required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    colour = fields.String(required=True, validate=COLOUR)
    opened_at = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True, validate=OUTCOME)
    note = fields.String(required=True, allow_none=True)
    missed = fields.Integer(required=True, metadata={"description": "half-days that nobody filled"})


IsolationPage = page_of(IsolationRow)


class IsolationEntryShown(Schema):
    day = fields.Date(required=True)
    half = fields.String(required=True, validate=HALF)
    state = fields.String(required=True, validate=validate.OneOf(["ahead", "open", "entered", "missed"]))
    due_at = fields.AwareDateTime(required=True)
    entered_at = fields.AwareDateTime(required=True, allow_none=True)
    temperature = fields.Float(required=True, allow_none=True)
    symptoms = fields.List(fields.String(), required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    climb_level = fields.Integer(required=True)


class IsolationErrandShown(Schema):
    id = fields.UUID(required=True)
    what = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class IsolationWhole(IsolationRow):
    person = fields.Nested(HealthContact, required=True)
    reasons = fields.List(fields.Nested(Both), required=True)
    entries = fields.List(fields.Nested(IsolationEntryShown), required=True)
    team = fields.List(fields.Nested(HealthContact), required=True)
    errands = fields.List(fields.Nested(IsolationErrandShown), required=True)


class HalfDayEntry(Schema):
    day = fields.Date(required=True)
    half = fields.String(required=True, validate=HALF)
    temperature = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=30, max=45))
    symptoms = fields.List(
        fields.String(validate=validate.OneOf(list(ruleset().symptoms))),
        required=True,
        validate=validate.Length(max=20),
    )
    note = fields.String(load_default=None, allow_none=True, validate=WORDS)


class IsolationTeam(Schema):
    people = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50))


class NewErrand(Made):
    what = fields.String(required=True, validate=WORDS)


class IsolationRelease(Schema):
    note = fields.String(load_default=None, allow_none=True, validate=WORDS)


class DestructionShown(Schema):
    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    previous = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True)


DestructionPage = page_of(DestructionShown)
