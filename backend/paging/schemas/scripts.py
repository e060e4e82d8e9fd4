"""The JSON shapes of scripts: questions that lead to one another, and their versions."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema, page_of
from backend.paging.rules import script

NAME = validate.Regexp(r"^[a-z][a-z0-9_]{0,29}$")
CODE = validate.Length(min=1, max=32)
WORDS = validate.Length(min=1, max=300)
FIGURE = validate.Range(-1_000_000, 1_000_000)


class PagingWords(Schema):
    zh = fields.String(required=True, validate=WORDS)
    en = fields.String(required=True, validate=WORDS)


class PagingOption(Schema):
    value = fields.String(required=True, validate=NAME)
    label = fields.Nested(PagingWords, required=True)
    abnormal = fields.Boolean(load_default=False)
    next = fields.String(load_default=None, allow_none=True, validate=NAME)


class PagingQuestion(Schema):
    id = fields.String(required=True, validate=NAME)
    kind = fields.String(required=True, validate=validate.OneOf(script.KINDS))
    text = fields.Nested(PagingWords, required=True)
    options = fields.List(fields.Nested(PagingOption), load_default=list, validate=validate.Length(max=20))
    next = fields.String(load_default=None, allow_none=True, validate=NAME)
    least = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    most = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal_below = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal_above = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal = fields.Boolean(
        load_default=False, metadata={"description": "whatever is said to it; of a text or a date"}
    )


class PagingContent(Schema):
    title = fields.Nested(PagingWords, required=True)
    intro = fields.Nested(PagingWords, required=True)
    thanks = fields.Nested(PagingWords, required=True)
    start = fields.String(required=True, validate=NAME)
    questions = fields.List(fields.Nested(PagingQuestion), required=True, validate=validate.Length(max=50))


class NewScript(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    area_code = fields.String(required=True, validate=CODE)
    content = fields.Nested(PagingContent, required=True)


class ScriptChange(Schema):
    based_on = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    content = fields.Nested(PagingContent, required=True)


class ScriptShown(Schema):
    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    may_change = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    content = fields.Nested(PagingContent, required=True)
    changed_at = fields.AwareDateTime(required=True)


ScriptPage = page_of(ScriptShown)


class ScriptVersionShown(Schema):
    version = fields.Integer(required=True)
    content = fields.Nested(PagingContent, required=True)
    made_at = fields.AwareDateTime(required=True)
    maker = fields.String(required=True)


class ScriptVersions(Schema):
    items = fields.List(fields.Nested(ScriptVersionShown), required=True)
