"""The JSON shape of a plan: the same in its YAML file, in the database and in the API."""

from marshmallow import ValidationError, fields, validate

from backend.commands.rules import cap, ladder, quiet
from backend.commands.rules.plan_version import SOURCES
from backend.core.http.schema import Both, Schema
from backend.identity.rules.roles import ROLES

CODE = validate.Regexp(r"^[a-z][a-z0-9_]{1,39}$")
AREA_CODE = validate.Regexp(r"^\d{6,15}$")
WORDS = validate.Length(min=1, max=2_000)
MOST_POINTS, MOST_STEPS, MOST_STEPS_UP = 200, 30, 3


def _hours(said: str) -> None:
    try:
        quiet.parse(said)
    except ValueError as error:
        raise ValidationError("written as 22:00-06:30, or empty") from error


def source() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.OneOf(SOURCES),
        metadata={"description": "a file of the product, or a person here"},
    )


class Texts(Schema):
    headline = fields.String(required=True, validate=WORDS)
    summary = fields.String(required=True, validate=WORDS, metadata={"description": "body of the notification"})
    description = fields.String(required=True, validate=WORDS)
    instruction = fields.String(required=True, validate=WORDS)


class BothTexts(Schema):
    zh = fields.Nested(Texts, required=True)
    en = fields.Nested(Texts, required=True)


class Slot(Schema):
    name = fields.String(required=True, validate=CODE)
    label = fields.Nested(Both, required=True)
    example = fields.Nested(Both, required=True)
    required = fields.Boolean(required=True)
    max_length = fields.Integer(
        required=True, validate=validate.Range(min=1, max=60), metadata={"description": "in full-width characters"}
    )


class AssemblyPoint(Schema):
    area_code = fields.String(validate=AREA_CODE, metadata={"description": "offered to recipients in this area"})
    name = fields.Nested(Both, required=True)
    lng = fields.Float(required=True, validate=validate.Range(-180, 180), metadata={"description": "WGS-84"})
    lat = fields.Float(required=True, validate=validate.Range(-90, 90), metadata={"description": "WGS-84"})


class LadderStep(Schema):
    after_s = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=ladder.LATEST),
        metadata={"description": "seconds after the order; push and open screens come at once and stand in no ladder"},
    )
    channel = fields.String(required=True, validate=validate.OneOf(ladder.CHANNELS))
    in_drills = fields.Boolean(required=True, metadata={"description": "also in an exercise or a test"})


class PlanFile(Schema):
    code = fields.String(required=True, validate=CODE)
    event = fields.String(required=True, validate=validate.Length(min=1, max=60))
    event_class = fields.String(required=True, validate=validate.OneOf(cap.EVENT_CLASSES))
    severity = fields.String(required=True, validate=validate.OneOf(cap.SEVERITIES))
    urgency = fields.String(required=True, validate=validate.OneOf(cap.URGENCIES))
    certainty = fields.String(required=True, validate=validate.OneOf(cap.CERTAINTIES))
    response_level = fields.String(required=True, validate=validate.OneOf(cap.RESPONSE_LEVELS))
    title = fields.Nested(Both, required=True)
    texts = fields.Nested(BothTexts, required=True)
    slots = fields.List(fields.Nested(Slot), required=True, validate=validate.Length(max=12))
    roles = fields.List(fields.String(validate=validate.OneOf(list(ROLES))), required=True)
    assembly_points = fields.List(
        fields.Nested(AssemblyPoint), required=True, validate=validate.Length(max=MOST_POINTS)
    )
    checklist = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(ROLES))),
        values=fields.List(fields.Nested(Both), validate=validate.Length(max=MOST_STEPS)),
        required=True,
    )
    ack_minutes = fields.Integer(required=True, validate=validate.Range(min=1, max=1_440))
    climb_minutes = fields.List(
        fields.Float(validate=validate.Range(min=0.5, max=1_440)),
        validate=validate.Length(max=MOST_STEPS_UP),
        metadata={
            "description": "how long each level has before an unanswered place climbs on; by default ack_minutes, "
            "then half of it each"
        },
    )
    life_minutes = fields.Integer(required=True, validate=validate.Range(min=1, max=10_080))
    quorum = fields.Float(
        required=True,
        validate=validate.Range(min=0, min_inclusive=False, max=1),
        metadata={"description": "share of a node's recipients that must acknowledge"},
    )
    evacuates = fields.Boolean(
        required=True, metadata={"description": "people leave their homes: the order must say where to"}
    )
    ladder = fields.List(
        fields.Nested(LadderStep),
        required=True,
        validate=validate.Length(max=len(ladder.CHANNELS)),
        metadata={"description": "by what somebody who stays silent is told again, step by step"},
    )
    quiet_hours = fields.String(
        validate=_hours,
        metadata={
            "description": "22:00-06:30, Beijing time, in which a mild order goes no further than push; empty: none; "
            "absent: those of the installation. A severe order knows no night"
        },
    )
    correction = fields.Nested(BothTexts, required=True)
    all_clear = fields.Nested(BothTexts, required=True)


class Editor(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class PlanShown(PlanFile):
    version = fields.Integer(required=True)
    saved_at = fields.AwareDateTime(required=True)
    source = source()
    edited_by = fields.Nested(Editor, required=True, allow_none=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "null: in force"})
    withdrawn_by = fields.Nested(Editor, required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True, allow_none=True)


class PlansShown(Schema):
    items = fields.List(fields.Nested(PlanShown), required=True)
