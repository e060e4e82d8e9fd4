"""The JSON shapes of the register: its list, one of it, and one's own record."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema
from backend.volunteers.rules.consent import PURPOSES
from backend.volunteers.rules.masking import FIELDS
from backend.volunteers.rules.words import AVAILABILITY, SKILLS

CODE = validate.Length(min=1, max=32)
SKILL = validate.OneOf(list(SKILLS))
PART = validate.OneOf(list(AVAILABILITY))
REASON = validate.Length(min=2, max=200)


class RegisterFilters(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})
    q = fields.String(
        load_default=None,
        validate=validate.Length(max=40),
        metadata={"description": "part of a name, how a phone number ends, or how an external id begins"},
    )
    skill = fields.String(load_default=None, validate=SKILL)
    availability = fields.String(load_default=None, validate=PART, metadata={"description": "a part of the week"})
    available = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "false: who takes a rest"})


class RegisterQuery(RegisterFilters, PageQuery):
    pass


class VolunteerArea(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class VolunteerShown(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "masked: 张*"})
    phone = fields.String(required=True, metadata={"description": "masked: 138****1234"})
    external_id = fields.String(required=True, allow_none=True, metadata={"description": "masked but its last four"})
    area = fields.Nested(VolunteerArea, required=True)
    skills = fields.List(fields.String(validate=SKILL), required=True)
    availability = fields.List(fields.String(validate=PART), required=True)
    available = fields.Boolean(required=True)
    paused_until = fields.Date(required=True, allow_none=True)
    consented_on = fields.Date(required=True, allow_none=True)
    kept_until = fields.Date(required=True)
    joined_at = fields.AwareDateTime(required=True)


class RegisterPage(Schema):
    items = fields.List(fields.Nested(VolunteerShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True, metadata={"description": "with the first page"})


class Unmask(Schema):
    field = fields.String(required=True, validate=validate.OneOf(FIELDS))
    reason = fields.String(required=True, validate=REASON, metadata={"description": "kept, and shown to the person"})


class Unmasked(Schema):
    field = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)


class Merge(Schema):
    merged_id = fields.UUID(required=True, metadata={"description": "the record that goes"})
    reason = fields.String(required=True, validate=REASON)


class MyRecord(VolunteerShown):
    """Whole: it is one's own."""

    purposes = fields.List(fields.String(validate=validate.OneOf(list(PURPOSES))), required=True)


class MyRecordEdit(Schema):
    skills = fields.List(fields.String(validate=SKILL), validate=validate.Length(max=len(SKILLS)))
    availability = fields.List(fields.String(validate=PART), validate=validate.Length(max=len(AVAILABILITY)))
    paused_until = fields.Date(allow_none=True)
    purposes = fields.List(fields.String(validate=validate.OneOf(list(PURPOSES))), validate=validate.Length(max=9))


class Erase(Schema):
    confirm = fields.Boolean(required=True, validate=validate.Equal(True))
