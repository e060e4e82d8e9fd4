"""An uploaded table as the phone gets it back: rows of text, and a guess at which column is what."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.core.sheets import header
from backend.core.sheets.cells import LONGEST
from backend.core.sheets.header import Words
from backend.core.sheets.read import COLUMNS, ROWS, Sheet


class SheetLine(Schema):
    line = fields.Integer(required=True, metadata={"description": "as the program that made it counts; the first is 1"})
    cells = fields.List(fields.String(), required=True)


class ListLine(SheetLine):
    line = fields.Integer(required=True, validate=validate.Range(min=1, max=1_048_576))
    cells = fields.List(
        fields.String(validate=validate.Length(max=LONGEST)), required=True, validate=validate.Length(max=COLUMNS)
    )


def lines(*, required: bool) -> fields.List[Any]:
    """The rows of a list as the phone sends them back, mended."""
    return fields.List(fields.Nested(ListLine), required=required, validate=validate.Length(min=1, max=ROWS))


class LineError(Schema):
    line = fields.Integer(required=True, metadata={"description": "line of the file, its first is 1"})
    column = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class SheetShown(Schema):
    name = fields.String(required=True, metadata={"description": "empty for a text file"})
    header = fields.Integer(required=True, metadata={"description": "which of the rows names the columns, from 0"})
    fields_guessed = fields.List(
        fields.String(allow_none=True), required=True, metadata={"description": "the field of each column, or null"}
    )
    rows = fields.List(fields.Nested(SheetLine), required=True)


class SheetsShown(Schema):
    sheets = fields.List(fields.Nested(SheetShown), required=True)


def shown(sheets: Sequence[Sheet], words: Words, *, instead: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The sheets in the order of the file. `instead`: what a field means in a sheet that has not the other one."""
    return {"sheets": [_one(sheet, words, instead or {}) for sheet in sheets]}


def _one(sheet: Sheet, words: Words, instead: Mapping[str, str]) -> dict[str, Any]:
    found = header.find([row.cells for row in sheet.rows[: header.DEEPEST]], words)
    guessed = [_meant(field, found.fields, instead) for field in found.fields]
    rows = [{"line": row.line, "cells": row.cells} for row in sheet.rows]
    return {"name": sheet.name, "header": found.at, "fields_guessed": guessed, "rows": rows}


def _meant(field: str | None, fields: Sequence[str | None], instead: Mapping[str, str]) -> str | None:
    other = instead.get(field or "")
    return other if other and other not in fields else field
