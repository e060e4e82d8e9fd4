"""The JSON shapes of editing plans: what is saved, its versions, and what differs between two."""

from marshmallow import fields, validate

from backend.commands.schemas.plans import Editor, PlanFile, source
from backend.core.http.schema import Schema

VERSION = validate.Range(min=0, max=2**31 - 1)


def note() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


def based_on() -> fields.Integer:
    return fields.Integer(
        required=True, validate=VERSION, metadata={"description": "the version that the editor saw in force"}
    )


class PlansQuery(Schema):
    withdrawn = fields.Boolean(load_default=False, metadata={"description": "those no longer in force; for editors"})


class NewPlan(Schema):
    content = fields.Nested(PlanFile, required=True)
    note = note()


class EditPlan(NewPlan):
    based_on = based_on()


class PutInForce(Schema):
    based_on = based_on()
    note = note()


class WithdrawPlan(Schema):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class DraftPlan(Schema):
    content = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "a plan as far as it is written"}
    )


class PlanFinding(Schema):
    path = fields.String(required=True, metadata={"description": "texts.zh.headline, slots.2.name"})
    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class PlanFindings(Schema):
    faults = fields.List(fields.Nested(PlanFinding), required=True)
    warnings = fields.List(fields.Nested(PlanFinding), required=True)


class VersionShown(Schema):
    version = fields.Integer(required=True)
    saved_at = fields.AwareDateTime(required=True)
    source = source()
    edited_by = fields.Nested(Editor, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)


class VersionsShown(Schema):
    items = fields.List(fields.Nested(VersionShown), required=True)


class OneVersion(VersionShown):
    content = fields.Nested(PlanFile, required=True)


class DiffQuery(Schema):
    against = fields.Integer(
        load_default=None, validate=VERSION, metadata={"description": "the earlier one; the version before if not said"}
    )


class PlanPiece(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["same", "added", "removed"]))
    text = fields.String(required=True)


class PlanChange(Schema):
    path = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True, metadata={"description": "null: was not there"})
    after = fields.Raw(required=True, allow_none=True, metadata={"description": "null: is there no more"})
    pieces = fields.List(
        fields.Nested(PlanPiece), required=True, allow_none=True, metadata={"description": "of a text, word by word"}
    )


class PlanDiff(Schema):
    version = fields.Integer(required=True)
    against = fields.Integer(required=True)
    changes = fields.List(fields.Nested(PlanChange), required=True)
