"""The base of every JSON shape: unknown fields are refused, times are aware and in UTC."""

from typing import Any

import marshmallow
from marshmallow import fields, validate


class Schema(marshmallow.Schema):
    class Meta:
        unknown = marshmallow.RAISE
        ordered = True


class Both(Schema):
    """A text in both languages."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class PageQuery(Schema):
    cursor = fields.String(
        load_default=None, validate=validate.Length(max=500), metadata={"description": "next_cursor of the page before"}
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


def page_of(item: type[Schema]) -> type[marshmallow.Schema]:
    """The shape of one page: `items` and the cursor of the next, null on the last."""
    shape: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next_cursor": fields.String(required=True, allow_none=True),
    }
    return Schema.from_dict(shape, name=f"{item.__name__}Page")


class ProblemShown(marshmallow.Schema):
    """RFC 9457 problem document; a refusal may add what it is about, such as the version that is in force."""

    class Meta:
        unknown = marshmallow.INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "a name of the refusal, stable over versions"})
    errors = fields.Dict(metadata={"description": "field → what is wrong with it"})
