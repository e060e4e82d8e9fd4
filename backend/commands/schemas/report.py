"""The JSON shapes of an order's after-action report."""

from marshmallow import fields, validate

from backend.commands.rules.forecast import WAYS
from backend.commands.rules.report import FORMATS
from backend.commands.rules.report_export import EXPORT_STATES, LANGUAGES
from backend.commands.schemas.board import Place, Retraction, TimelineItem
from backend.commands.schemas.drills import Result, StreetResult
from backend.commands.schemas.ladder import StepShown
from backend.commands.schemas.orders import STATES, OrderShown
from backend.core.http.schema import Schema


class ReportWanted(Schema):
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(load_default="zh", validate=validate.OneOf(["zh", "en"]))


class NewReportExport(ReportWanted):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})


class ReportExportShown(Schema):
    id = fields.UUID(required=True)
    order_id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    state = fields.String(required=True, validate=validate.OneOf(EXPORT_STATES))
    rows_total = fields.Integer(required=True, metadata={"description": "recipients when it was asked for"})
    rows_done = fields.Integer(required=True)
    size_bytes = fields.Integer(required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    ready_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True, metadata={"description": "it cannot be taken from then on"})


class KeyTime(Schema):
    name = fields.String(required=True, validate=validate.OneOf(["accepted", "answered", "cleared"]))
    at = fields.AwareDateTime(required=True, allow_none=True)
    seconds = fields.Float(required=True, allow_none=True)
    allowed_s = fields.Integer(required=True)
    in_time = fields.Boolean(required=True, allow_none=True, metadata={"description": "null: it has not happened"})


class ReportScore(Result):
    streets = fields.List(fields.Nested(StreetResult), required=True)


class ChannelUse(Schema):
    channel = fields.String(required=True, allow_none=True, metadata={"description": "null: not tried"})
    people = fields.Integer(required=True)
    accepted = fields.Integer(required=True)
    shown = fields.Integer(required=True)
    acknowledged = fields.Integer(required=True)


class ForecastKept(Schema):
    """Of the whole order, as it was expected at the tap."""

    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    people = fields.Integer(required=True)
    expected_share = fields.Float(required=True)
    expected_s = fields.Float(required=True)
    acknowledged = fields.Integer(
        required=True, allow_none=True, metadata={"description": "in time; null: not compared yet, or taken back"}
    )
    median_s = fields.Float(required=True, allow_none=True)
    brier = fields.Float(required=True, allow_none=True)
    kept_at = fields.AwareDateTime(required=True, allow_none=True)


class HelpCounts(Schema):
    opened = fields.Integer(required=True)
    ended = fields.Integer(required=True)
    attended = fields.Integer(required=True)


class NeverReached(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    last_status = fields.Integer(required=True, allow_none=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)


class ReportPerson(Schema):
    name = fields.String(required=True)


class ReportClimb(Schema):
    place = fields.Nested(Place, required=True)
    to = fields.Nested(Place, required=True)
    step = fields.Integer(required=True)
    due_at = fields.AwareDateTime(required=True)
    climbed_at = fields.AwareDateTime(required=True)
    taken_at = fields.AwareDateTime(required=True, allow_none=True)
    is_answered = fields.Boolean(required=True)
    told = fields.Nested(ReportPerson, required=True, allow_none=True)
    taken_by = fields.Nested(ReportPerson, required=True, allow_none=True)


class ReportSubstitute(Schema):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    for_name = fields.String(required=True)
    name = fields.String(required=True, allow_none=True, metadata={"description": "null: nobody was left to ask"})
    reason = fields.String(required=True)
    chosen = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATES))
    at = fields.AwareDateTime(required=True)


class ReportShown(Schema):
    order = fields.Nested(OrderShown, required=True)
    made_at = fields.AwareDateTime(required=True)
    is_final = fields.Boolean(required=True, metadata={"description": "false: the order is live, figures may change"})
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    with_names = fields.Boolean(required=True, metadata={"description": "false: names are masked for this reader"})
    times = fields.List(fields.Nested(KeyTime), required=True)
    score = fields.Nested(ReportScore, required=True)
    channels = fields.List(fields.Nested(ChannelUse), required=True)
    forecast = fields.List(fields.Nested(ForecastKept), required=True)
    ladder = fields.List(fields.Nested(StepShown), required=True)
    help_calls = fields.Nested(HelpCounts, required=True)
    unreached = fields.List(fields.Nested(NeverReached), required=True, metadata={"description": "the first 500"})
    climbs = fields.List(fields.Nested(ReportClimb), required=True)
    substitutes = fields.List(fields.Nested(ReportSubstitute), required=True)
    retraction = fields.Nested(Retraction, required=True, allow_none=True)
    timeline = fields.List(fields.Nested(TimelineItem), required=True)
