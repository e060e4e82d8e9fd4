"""The JSON shapes of lists of figures, of feeds and of what they send."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.core.http.schema import Schema
from backend.core.http.sheets import LineError, lines
from backend.core.sheets.read import COLUMNS
from backend.indicators.rules.columns import HEADERS, NEEDED
from backend.indicators.schemas.cockpit import CODE, CockpitArea

REASON = validate.Length(max=500)
#: as many as one message carries
MOST = 2_000


class ReadingsImport(Schema):
    columns = fields.List(
        fields.String(allow_none=True, validate=validate.OneOf(list(HEADERS))),
        required=True,
        validate=validate.Length(min=1, max=COLUMNS),
    )
    rows = lines(required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=REASON)
    dry_run = fields.Boolean(load_default=True)

    @validates_schema
    def named_and_once(self, data: dict[str, Any], **_: object) -> None:
        named = [column for column in data["columns"] if column]
        has_figure = "value" in named or {"numerator", "denominator"} <= set(named)
        if len(set(named)) < len(named) or not set(NEEDED) <= set(named) or not has_figure:
            raise ValidationError("indicator, area, period and a figure must be there, each column once", "columns")


class ReadingsReport(Schema):
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    taken = fields.Integer(required=True, metadata={"description": "0 where any line has an error"})
    same = fields.Integer(required=True)
    corrected = fields.Integer(required=True, metadata={"description": "of times that are over"})
    needs_reason = fields.Boolean(required=True)
    errors = fields.List(fields.Nested(LineError), required=True)


class NewFeed(Schema):
    id = fields.UUID(required=True)
    name = fields.String(
        required=True, validate=[validate.Length(min=1, max=80), validate.Regexp(r"\S", error="blank")]
    )
    area = fields.String(required=True, validate=CODE)
    indicators = fields.List(
        fields.String(validate=validate.Length(min=1, max=10)),
        load_default=list,
        validate=validate.Length(max=179),
        metadata={"description": "none: all that are not worked out here"},
    )


class FeedShown(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.Nested(CockpitArea, required=True)
    indicators = fields.List(fields.String(), required=True)
    key_hint = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)
    heard_at = fields.AwareDateTime(required=True, allow_none=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)


class FeedIssued(FeedShown):
    api_key = fields.String(required=True, metadata={"description": "told this once"})


class FeedList(Schema):
    items = fields.List(fields.Nested(FeedShown), required=True)


class FedReading(Schema):
    indicator = fields.String(required=True, validate=validate.Length(min=1, max=80))
    area = fields.String(required=True, validate=CODE)
    period = fields.String(
        required=True,
        validate=validate.Length(min=4, max=40),
        metadata={"description": "2026-03-02, 2026-W10, 2026-03, 2026-Q1, 2026, or a moment for what is of now"},
    )
    value = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    numerator = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    denominator = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    taken_at = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class FedReadings(Schema):
    readings = fields.List(fields.Nested(FedReading), required=True, validate=validate.Length(min=1, max=MOST))


class FedRefusal(Schema):
    index = fields.Integer(required=True)
    column = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class FedReport(Schema):
    taken = fields.Integer(required=True)
    same = fields.Integer(required=True)
    corrected = fields.Integer(required=True)
    refused = fields.List(fields.Nested(FedRefusal), required=True)
