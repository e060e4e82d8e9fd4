"""The JSON shapes of the catalogue."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.incidents.rules.category import DEADLINE_KINDS, KINDS

KIND = validate.OneOf(sorted(KINDS.values()))


class DeadlineShown(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(DEADLINE_KINDS))
    figure = fields.Integer(required=True, metadata={"description": "so many hours or days, from dispatch"})


class CategoryNamed(Schema):
    code = fields.String(required=True)
    kind = fields.String(required=True, validate=KIND, metadata={"description": "event 事件 or component 部件"})
    class_code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    icon = fields.String(required=True, metadata={"description": "a name, for the client to draw"})
    plan_code = fields.String(
        required=True, allow_none=True, metadata={"description": "the plan that an order from such a case begins with"}
    )


class CategoryShown(CategoryNamed):
    class_zh = fields.String(required=True)
    class_en = fields.String(required=True)
    deadline = fields.Nested(DeadlineShown, required=True)
    urgent = fields.Boolean(required=True, metadata={"description": "such a case is urgent whatever the reporter says"})


class CategoryList(Schema):
    items = fields.List(fields.Nested(CategoryShown), required=True)
