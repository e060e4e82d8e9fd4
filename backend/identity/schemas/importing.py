"""The JSON shapes of lists of people."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.core.http.schema import Schema
from backend.core.http.sheets import LineError, lines
from backend.identity.rules.people_columns import HEADERS, REQUIRED
from backend.identity.schemas.people import LANGUAGE, AccountIssued


class PeopleImport(Schema):
    """A list as CSV text, or as rows with what their columns are."""

    csv = fields.String(validate=validate.Length(min=1, max=2_000_000))
    columns = fields.List(fields.String(validate=validate.OneOf(list(HEADERS))), validate=validate.Length(min=1))
    rows = lines(required=False)
    existing = fields.String(
        load_default="refuse",
        validate=validate.OneOf(["refuse", "skip", "update"]),
        metadata={"description": "what to do about people who are known already"},
    )
    dry_run = fields.Boolean(load_default=True)

    @validates_schema
    def one_or_the_other(self, data: dict[str, Any], **_: object) -> None:
        if ("csv" in data) == ("rows" in data) or ("rows" in data) != ("columns" in data):
            raise ValidationError("either csv, or columns and rows", "rows")
        columns = data.get("columns", REQUIRED)
        places = {"area_code", "within"} & set(columns)
        if len(set(columns)) < len(columns) or not {"name", "phone"} <= set(columns) or not places:
            raise ValidationError("name, phone and area_code (or within) must be there, each once", "columns")


class LineOutcome(Schema):
    line = fields.Integer(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["created", "updated", "unchanged", "skipped"]))
    changes = fields.List(fields.String(), required=True, metadata={"description": "what a correction changes"})
    was = fields.String(required=True, allow_none=True, metadata={"description": "name and number before a correction"})
    area_code = fields.String(required=True, metadata={"description": "what the row's area was understood as"})


class Issued(AccountIssued):
    line = fields.Integer(required=True)


class ImportReport(Schema):
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    created = fields.Integer(required=True, metadata={"description": "0 where any line has an error, or on a dry run"})
    updated = fields.Integer(required=True, metadata={"description": "as created"})
    errors = fields.List(fields.Nested(LineError), required=True)
    outcomes = fields.List(
        fields.Nested(LineOutcome),
        required=True,
        metadata={"description": "of each line whose areas are known, what becomes of it"},
    )
    issued = fields.List(fields.Nested(Issued), required=True)


class TemplateQuery(Schema):
    language = fields.String(load_default="zh-CN", validate=LANGUAGE)
