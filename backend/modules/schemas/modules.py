"""The JSON shapes of modules, of switching them, and of their indicators."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, Schema

CODE = validate.Length(min=1, max=32)
OPEN = {"description": "in the published shape: GET /api/module-schema"}


class ModuleAreaQuery(Schema):
    area = fields.String(load_default=None, validate=CODE)


class ModuleRow(Schema):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "the one in force at the place"})
    newest = fields.Integer(required=True)
    title = fields.Nested(Both, required=True)
    owner = fields.Nested(Both, required=True)
    about = fields.Nested(Both, required=True)
    icon = fields.String(required=True)
    is_on = fields.Boolean(required=True)
    switched_by = fields.String(required=True, allow_none=True, metadata={"description": "the area whose switch it is"})
    entities = fields.List(fields.String(), required=True)


class ModuleList(Schema):
    items = fields.List(fields.Nested(ModuleRow), required=True)


class ModuleChange(Schema):
    """One line of a difference."""

    sign = fields.String(required=True, validate=validate.OneOf(("-", "+", "~")))
    path = fields.String(required=True)
    zh = fields.String(required=True, metadata={"description": "where it is, in words"})
    en = fields.String(required=True)
    was = fields.String(required=True, allow_none=True)
    now = fields.String(required=True, allow_none=True)


class ModuleWhole(ModuleRow):
    content = fields.Dict(keys=fields.String(), required=True, metadata=OPEN)
    order = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "entity → its values in the order of the file, in which they are worked out"},
    )
    sequence = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "forms, limits, fields.ENTITY and states.ENTITY → names in the order of the file"},
    )
    adjustment = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "the district's and the street's together"}
    )
    own = fields.Dict(keys=fields.String(), required=True, metadata={"description": "what the place itself changes"})
    changes = fields.List(fields.Nested(ModuleChange), required=True, metadata={"description": "over the template"})
    difference = fields.List(fields.String(), required=True, metadata={"description": "what the street has changed"})
    may_switch = fields.Boolean(required=True)


class ModuleSwitched(Schema):
    is_on = fields.Boolean(required=True)
    version = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 100_000))
    adjustment = fields.Dict(keys=fields.String(), load_default=dict, metadata={"description": "limits and own fields"})
    dry_run = fields.Boolean(load_default=False, metadata={"description": "say what would become of the rows"})


class ModuleExample(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    why = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ModuleStateChange(Schema):
    was = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    rows = fields.Integer(required=True)
    examples = fields.List(fields.Nested(ModuleExample), required=True)


class ModuleMigratedRow(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Raw(allow_none=True)),
        required=True,
        attribute="fields",
        data_key="fields",
        metadata={"description": "field → what it was and what it would be; nothing personal"},
    )


class ModuleUnfitRow(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, attribute="fields", data_key="fields"
    )


class ModuleSwitchReport(Schema):
    difference = fields.List(fields.String(), required=True)
    changes_of_place = fields.List(
        fields.Nested(ModuleChange), required=True, metadata={"description": "over the template, as it would be there"}
    )
    rows = fields.Integer(required=True, metadata={"description": "of a dry run: so many were looked at"})
    changes = fields.List(fields.Nested(ModuleStateChange), required=True)
    unfit = fields.List(fields.Nested(ModuleUnfitRow), required=True)
    unfit_rows = fields.Integer(required=True, metadata={"description": "also those that are not named"})
    migrated_rows = fields.Integer(required=True)
    migrated = fields.List(fields.Nested(ModuleMigratedRow), required=True, metadata={"description": "some of them"})


class ModuleReading(Schema):
    id = fields.String(required=True)
    value = fields.Float(
        required=True, allow_none=True, metadata={"description": "null: there is nothing to take it of"}
    )
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    suppressed = fields.Boolean(required=True, metadata={"description": "so few people that nothing is shown"})


class ModuleIndicator(Schema):
    id = fields.String(required=True)
    title = fields.Nested(Both, required=True)
    unit = fields.Nested(Both, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("count", "percent", "median")))
    roll_up = fields.String(required=True, validate=validate.OneOf(("sum", "ratio", "none")))
    goal = fields.Dict(keys=fields.String(), values=fields.Float(), required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "which of the district's it is"})


class ModulePlace(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class ModulePart(Schema):
    area = fields.Nested(ModulePlace, required=True)
    readings = fields.List(fields.Nested(ModuleReading), required=True)


class ModuleFigures(Schema):
    indicators = fields.List(fields.Nested(ModuleIndicator), required=True)
    readings = fields.List(fields.Nested(ModuleReading), required=True)
    parts = fields.List(fields.Nested(ModulePart), required=True)
