"""An uploaded table as the phone gets it back: rows of text, and a guess at which column is what."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from backend.core.http.schema import Schema
from backend.core.sheets import header
from backend.core.sheets.header import Words
from backend.core.sheets.read import Sheet


class SheetLine(Schema):
    line = fields.Integer(required=True, metadata={"description": "as the program that made it counts; the first is 1"})
    cells = fields.List(fields.String(), required=True)


class SheetShown(Schema):
    name = fields.String(required=True, metadata={"description": "empty for a text file"})
    header = fields.Integer(required=True, metadata={"description": "which of the rows names the columns, from 0"})
    fields_guessed = fields.List(
        fields.String(allow_none=True), required=True, metadata={"description": "the field of each column, or null"}
    )
    rows = fields.List(fields.Nested(SheetLine), required=True)


class SheetsShown(Schema):
    sheets = fields.List(fields.Nested(SheetShown), required=True)


def shown(sheets: Sequence[Sheet], words: Words) -> dict[str, Any]:
    """The sheets in the order of the file."""
    return {"sheets": [_one(sheet, words) for sheet in sheets]}


def _one(sheet: Sheet, words: Words) -> dict[str, Any]:
    found = header.find([row.cells for row in sheet.rows[: header.DEEPEST]], words)
    rows = [{"line": row.line, "cells": row.cells} for row in sheet.rows]
    return {"name": sheet.name, "header": found.at, "fields_guessed": found.fields, "rows": rows}
