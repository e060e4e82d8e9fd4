"""The JSON shapes of lists of areas and of their shapes."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.areas.rules.area_columns import HEADERS
from backend.areas.schemas.areas import CODE, LEVEL
from backend.core.http.schema import Schema
from backend.core.http.sheets import LineError, lines


class AreasImport(Schema):
    under = fields.String(required=True, validate=CODE, metadata={"description": "the area they stand below"})
    columns = fields.List(
        fields.String(validate=validate.OneOf(list(HEADERS))), required=True, validate=validate.Length(min=1)
    )
    rows = lines(required=True)
    make_parents = fields.Boolean(
        load_default=False, metadata={"description": "add the communities that rows name and nobody knows"}
    )
    dry_run = fields.Boolean(load_default=True)

    @validates_schema
    def named_and_once(self, data: dict[str, Any], **_: object) -> None:
        columns = data["columns"]
        if len(set(columns)) < len(columns) or "name_zh" not in columns:
            raise ValidationError("name_zh must be there, each column once", "columns")


class AreaOutcome(Schema):
    line = fields.Integer(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["created", "updated", "unchanged"]))
    code = fields.String(required=True)
    level = fields.String(required=True, validate=LEVEL)
    name_zh = fields.String(required=True)
    parent_code = fields.String(required=True, allow_none=True)


class AreasReport(Schema):
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    created = fields.Integer(required=True, metadata={"description": "0 where any line has an error, or on a dry run"})
    updated = fields.Integer(required=True)
    drawn = fields.Integer(required=True, metadata={"description": "how many got a schematic shape"})
    errors = fields.List(fields.Nested(LineError), required=True)
    outcomes = fields.List(fields.Nested(AreaOutcome), required=True)


class ShapesImport(Schema):
    geojson = fields.String(required=True, validate=validate.Length(min=1, max=2_000_000))
    dry_run = fields.Boolean(load_default=True)


class ShapesReport(Schema):
    dry_run = fields.Boolean(required=True)
    added = fields.Integer(required=True, metadata={"description": "areas that had no shape"})
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)
    errors = fields.List(fields.Nested(LineError), required=True)
