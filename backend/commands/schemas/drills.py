"""The JSON shapes of drills: as planned, and as shown with their score."""

from marshmallow import fields, validate

from backend.commands.rules import drill_life
from backend.commands.schemas.orders import Issuer, Stamps, slots
from backend.commands.schemas.plans import CODE, BothTexts
from backend.commands.schemas.targets import Target
from backend.core.http.schema import Both, PageQuery, Schema


class PlanDrill(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    kind = fields.String(required=True, validate=validate.OneOf(drill_life.KINDS))
    name = fields.String(required=True, validate=validate.Regexp(r"^\s*\S.{0,59}$"))
    plan_code = fields.String(required=True, validate=CODE)
    plan_version = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))
    slots = slots()
    target = fields.Nested(Target, required=True)
    starts_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "within a year; null: at once"}
    )
    repeats = fields.String(
        load_default=drill_life.ONCE,
        validate=validate.OneOf(drill_life.REPEATS),
        metadata={"description": "monthly: same weekday of the same week of the month, same Beijing time"},
    )
    stamps = fields.Nested(
        Stamps, load_default=dict, metadata={"description": "of a drill held at once by one key; ignored otherwise"}
    )


class CallOff(Schema):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class DrillsQuery(PageQuery):
    when = fields.String(
        load_default=None,
        validate=validate.OneOf(["upcoming", "past"]),
        metadata={"description": "upcoming: planned or under way, the next first; past: finished or called off"},
    )


class Result(Schema):
    """Null wherever nothing was due."""

    measured_from = fields.String(required=True, metadata={"description": "stamp: opened, confirmed or queued"})
    seconds_to_accepted = fields.Float(required=True, allow_none=True)
    accepted_allowed_s = fields.Integer(required=True)
    accepted_in_time = fields.Boolean(required=True, allow_none=True)
    seconds_to_answered = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "until every place due had answered; null: not all did"},
    )
    answered_allowed_s = fields.Integer(required=True)
    answered_in_time = fields.Boolean(required=True, allow_none=True)
    places_due = fields.Integer(
        required=True, metadata={"description": "places whose responsible person was among the recipients"}
    )
    places_answered = fields.Integer(required=True)
    people = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    acknowledged = fields.Integer(required=True, metadata={"description": "before the deadline"})
    acknowledged_share = fields.Float(required=True, allow_none=True)
    unreached = fields.Integer(required=True)
    gone = fields.Integer(
        required=True, allow_none=True, metadata={"description": "of the frozen audience, deactivated before the start"}
    )


class StreetResult(Schema):
    area_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    people = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    share = fields.Float(required=True, allow_none=True)
    responsible_answered = fields.Boolean(required=True, allow_none=True)
    places_due = fields.Integer(required=True)
    places_answered = fields.Integer(required=True)
    seconds_to_answered = fields.Float(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)


class DrillShown(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(drill_life.KINDS))
    name = fields.String(required=True)
    plan_code = fields.String(required=True)
    plan_version = fields.Integer(required=True)
    plan_title = fields.Nested(Both, required=True)
    starts_at = fields.AwareDateTime(required=True)
    repeats = fields.String(required=True, validate=validate.OneOf(drill_life.REPEATS))
    state = fields.String(required=True, validate=validate.OneOf(drill_life.STATES))
    cause = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(drill_life.CAUSES),
        metadata={"description": "why it was called off"},
    )
    people = fields.Integer(required=True, metadata={"description": "recipients when it was planned"})
    planned_by = fields.Nested(Issuer, required=True)
    planned_at = fields.AwareDateTime(required=True)
    order_id = fields.UUID(required=True, allow_none=True)
    series_id = fields.UUID(required=True)
    previous_id = fields.UUID(required=True, allow_none=True)
    may_run = fields.Boolean(required=True, metadata={"description": "you may start it and call it off"})
    result = fields.Nested(Result, required=True, allow_none=True)


class DrillPlace(Schema):
    area_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    people = fields.Integer(required=True)


class StoryItem(Schema):
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True, metadata={"description": "a fact's kind"})
    who = fields.Nested(Issuer, required=True, allow_none=True)
    cause = fields.String(required=True, allow_none=True, validate=validate.OneOf(drill_life.CAUSES))
    reason = fields.String(required=True, allow_none=True)


class WholeDrill(DrillShown):
    slots = fields.Dict(required=True)
    target = fields.Nested(Target, required=True)
    texts = fields.Nested(BothTexts, required=True)
    places = fields.List(fields.Nested(DrillPlace), required=True, metadata={"description": "streets, as planned"})
    streets = fields.List(fields.Nested(StreetResult), required=True)
    story = fields.List(fields.Nested(StoryItem), required=True)
    earlier = fields.List(
        fields.Nested(DrillShown), required=True, metadata={"description": "finished before it, the latest first"}
    )
