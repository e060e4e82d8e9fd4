"""The JSON shapes of cockpits, of cards, and of one indicator."""

from marshmallow import fields, validate

from backend.areas.rules import levels
from backend.core.http.schema import Both, PageQuery, Schema
from backend.indicators.rules.definition import CATEGORIES, DIRECTIONS, OVER_TIME, PERIODS, ROLL_UPS
from backend.indicators.rules.layout import MODES

CODE = validate.Length(min=1, max=32)
LEVEL = validate.OneOf(levels.LEVELS)
MODE = validate.OneOf(MODES)
PERS = ("period", "week", "month", "quarter", "year")


class CockpitQuery(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "without it the own place"})
    department = fields.String(load_default=None, validate=validate.Length(min=1, max=40))
    mode = fields.String(load_default=None, validate=MODE, metadata={"description": "look at another order"})


class IndicatorAreaQuery(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "without it the own place"})


class SeriesQuery(IndicatorAreaQuery):
    since = fields.Date(load_default=None, metadata={"description": "the first day"})
    until = fields.Date(load_default=None, metadata={"description": "the last day; today if it is not said"})
    per = fields.String(load_default="period", validate=validate.OneOf(PERS))


class CorrectionsQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "without it the own place"})


class CockpitArea(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True, validate=LEVEL)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class IndicatorDefinition(Schema):
    code = fields.String(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    unit_zh = fields.String(required=True)
    unit_en = fields.String(required=True)
    source_dept_zh = fields.String(required=True)
    source_dept_en = fields.String(required=True)
    decimals = fields.Integer(required=True)
    period = fields.String(required=True, validate=validate.OneOf(PERIODS))
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    lowest_level = fields.String(required=True, validate=LEVEL)
    roll_up = fields.String(required=True, validate=validate.OneOf(ROLL_UPS))
    over_time = fields.String(required=True, validate=validate.OneOf(OVER_TIME))
    is_people = fields.Boolean(required=True, metadata={"description": "fewer than ten are shown to few"})
    computed = fields.String(required=True, allow_none=True, metadata={"description": "of which own records"})
    fresh_for_s = fields.Integer(required=True)
    goal = fields.Float(required=True, allow_none=True)
    band = fields.List(fields.Float(), required=True, allow_none=True, validate=validate.Length(equal=2))


class IndicatorDefinitions(Schema):
    items = fields.List(fields.Nested(IndicatorDefinition), required=True)


class FigureShown(Schema):
    value = fields.Float(
        required=True, allow_none=True, metadata={"description": "null: nothing to take it of; shares are 0 to 100"}
    )
    numerator = fields.Float(required=True, allow_none=True)
    denominator = fields.Float(required=True, allow_none=True)
    is_suppressed = fields.Boolean(required=True, metadata={"description": "of so few people that it is not shown"})


class ReadingShown(FigureShown):
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    as_of = fields.AwareDateTime(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    is_demo = fields.Boolean(required=True)
    revision = fields.Integer(required=True, metadata={"description": "so often corrected"})


class CardRank(Schema):
    place = fields.Integer(required=True)
    of = fields.Integer(required=True)
    ties = fields.Integer(required=True, metadata={"description": "so many others share the place"})
    method = fields.String(required=True, validate=validate.OneOf(("higher_first", "lower_first")))


class CockpitCard(IndicatorDefinition, ReadingShown):
    fresh_until = fields.AwareDateTime(required=True, allow_none=True)
    is_stale = fields.Boolean(required=True)
    parts_in = fields.Integer(required=True, allow_none=True, metadata={"description": "so many parts had a figure"})
    parts_of = fields.Integer(required=True, allow_none=True)
    previous = fields.Float(required=True, allow_none=True)
    previous_starts_at = fields.AwareDateTime(required=True, allow_none=True)
    previous_year = fields.Float(required=True, allow_none=True)
    previous_year_starts_at = fields.AwareDateTime(required=True, allow_none=True)
    goal_met = fields.Boolean(required=True, allow_none=True)
    rank = fields.Nested(CardRank, required=True, allow_none=True)
    spark = fields.List(fields.Float(allow_none=True), required=True, metadata={"description": "the oldest first"})


class CockpitModeShown(Schema):
    key = fields.String(required=True, validate=MODE)
    since = fields.AwareDateTime(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True, metadata={"description": "who switched it, by name"})
    reason = fields.String(required=True, allow_none=True)
    area = fields.String(required=True, allow_none=True, metadata={"description": "which was put into it"})


class CockpitModeSeen(CockpitModeShown):
    shown = fields.String(required=True, validate=MODE)
    may_switch = fields.Boolean(required=True)


class CockpitModeName(Schema):
    key = fields.String(required=True, validate=MODE)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class CockpitSection(Schema):
    key = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    codes = fields.List(fields.String(), required=True)


class CockpitDepartment(Schema):
    key = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    count = fields.Integer(required=True)


class CockpitWhole(Schema):
    area = fields.Nested(CockpitArea, required=True)
    trail = fields.List(fields.Nested(CockpitArea), required=True)
    parts = fields.List(fields.Nested(CockpitArea), required=True)
    template = fields.String(required=True, validate=LEVEL)
    mode = fields.Nested(CockpitModeSeen, required=True)
    modes = fields.List(fields.Nested(CockpitModeName), required=True)
    sections = fields.List(fields.Nested(CockpitSection), required=True)
    departments = fields.List(fields.Nested(CockpitDepartment), required=True)
    department = fields.String(required=True, allow_none=True)
    cards = fields.List(fields.Nested(CockpitCard), required=True)


class IndicatorWhole(Schema):
    definition = fields.Nested(IndicatorDefinition, required=True)
    card = fields.Nested(CockpitCard, required=True)
    area = fields.Nested(CockpitArea, required=True)
    may_see_few = fields.Boolean(required=True)


class IndicatorSeries(Schema):
    per = fields.String(required=True, validate=validate.OneOf(PERS))
    points = fields.List(fields.Nested(ReadingShown), required=True)


class RankMethod(Both):
    key = fields.String(required=True, validate=validate.OneOf(("higher_first", "lower_first", "none")))


class PeerShown(FigureShown):
    area = fields.Nested(CockpitArea, required=True)
    place = fields.Integer(required=True, allow_none=True)
    is_stale = fields.Boolean(required=True)
    is_self = fields.Boolean(required=True)


class IndicatorPeers(Schema):
    method = fields.Nested(RankMethod, required=True)
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    of = fields.Integer(required=True, metadata={"description": "so many have a figure, also those not shown"})
    items = fields.List(fields.Nested(PeerShown), required=True)


class IndicatorCorrection(Schema):
    starts_at = fields.AwareDateTime(required=True)
    revision = fields.Integer(required=True)
    before = fields.Float(required=True, allow_none=True)
    after = fields.Float(required=True, allow_none=True)
    before_numerator = fields.Float(required=True, allow_none=True)
    before_denominator = fields.Float(required=True, allow_none=True)
    source_before = fields.String(required=True)
    source = fields.String(required=True)
    corrected_at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True)
