"""The JSON shapes of modules that are being written, of their versions, and of where each stands."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.health.schemas.moments import WORDS
from backend.modules.rules.draft_life import STATES, STEPS
from backend.modules.schemas.entities import NAME
from backend.modules.schemas.modules import CODE, ModuleChange

LONGEST = 300_000
ORDERED = {"description": "in the published shape (GET /api/module-schema); the order of its names is kept"}


class Written(Schema):
    """One of both: the file, or what it says."""

    text = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST))
    content = fields.Dict(keys=fields.String(), load_default=None, allow_none=True, metadata=ORDERED)


class DraftBegun(Written):
    id = fields.UUID(required=True, metadata={"description": "made by the client, version 7"})
    area_code = fields.String(required=True, validate=CODE)


class DraftCopied(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, version 7"})
    area_code = fields.String(required=True, validate=CODE)
    module = fields.String(required=True, validate=NAME)


class DraftChanged(Written):
    revision = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 1_000_000),
        metadata={"description": "the one that was read"},
    )


class DraftRefused(Schema):
    reason = fields.String(required=True, validate=WORDS)


class DraftsQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class DraftNote(Schema):
    row = fields.Integer(required=True, metadata={"description": "of the sheet that it came from"})
    sheet = fields.String(required=True)
    code = fields.String(required=True)
    what = fields.String(required=True)


class DraftRow(Schema):
    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    module = fields.String(required=True, metadata={"description": "empty while nobody can read it"})
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    revision = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    notes = fields.List(
        fields.Nested(DraftNote), required=True, metadata={"description": "what could not be carried over"}
    )
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.String(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    submitted_by = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)


DraftPage = page_of(DraftRow)


class DraftFault(Schema):
    line = fields.Integer(required=True)
    code = fields.String(required=True)
    what = fields.String(required=True)
    path = fields.List(fields.String(), required=True, metadata={"description": "which part of the content it is in"})


class DraftTest(Schema):
    title = fields.String(required=True)
    line = fields.Integer(required=True)
    failures = fields.List(fields.String(), required=True, metadata={"description": "none: it passes"})


class DraftWhole(DraftRow):
    text = fields.String(required=True)
    content = fields.String(
        required=True, allow_none=True, metadata={"description": "what the text says, as JSON in the order of the file"}
    )
    faults = fields.List(fields.Nested(DraftFault), required=True)
    tests = fields.List(fields.Nested(DraftTest), required=True, metadata={"description": "none while they cannot run"})
    newest = fields.Integer(
        required=True, allow_none=True, metadata={"description": "the version that is there already"}
    )
    difference = fields.List(fields.Nested(ModuleChange), required=True)
    may = fields.List(fields.String(validate=validate.OneOf(tuple(STEPS))), required=True)


class ModuleVersionRow(Schema):
    version = fields.Integer(required=True)
    loaded_at = fields.AwareDateTime(required=True)
    published_by = fields.String(required=True, allow_none=True)
    approved_by = fields.String(required=True, allow_none=True)
    is_in_force = fields.Boolean(required=True, metadata={"description": "at the place that is asked about"})
    difference = fields.List(
        fields.Nested(ModuleChange), required=True, metadata={"description": "to the version before it"}
    )


class ModuleVersions(Schema):
    items = fields.List(fields.Nested(ModuleVersionRow), required=True)


class ModuleConflict(Schema):
    where = fields.String(required=True)
    code = fields.String(required=True)


class ModuleSwitchRow(Schema):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    is_on = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    changes = fields.List(fields.Nested(ModuleChange), required=True, metadata={"description": "over the template"})
    conflicts = fields.List(
        fields.Nested(ModuleConflict), required=True, metadata={"description": "what does not fit the newest version"}
    )


class ModuleSwitches(Schema):
    newest = fields.Integer(required=True)
    items = fields.List(fields.Nested(ModuleSwitchRow), required=True)


class ModuleSchemaShown(Schema):
    shape = fields.Dict(keys=fields.String(), required=True, metadata={"description": "JSON Schema 2020-12"})
