"""The JSON shapes of people, sessions and grants."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.core.http.schema import PageQuery, Schema
from backend.identity.rules.addresses import SHAPE
from backend.identity.rules.password import LONGEST
from backend.identity.rules.roles import ROLES

#: long enough for a person's label of a phone, short enough for a list
SHORT = validate.Length(min=1, max=80)
PHONE = validate.Regexp(r"\+?[0-9][0-9 -]{4,23}\Z", error="not a phone number")
USERNAME = validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9._@-]{2,63}\Z", error="3 to 64 of A–Z a–z 0–9 . _ @ -")
LANGUAGE = validate.OneOf(["zh-CN", "en"])
ROLE = validate.OneOf(list(ROLES))
ADDRESS = validate.Regexp(rf"{SHAPE.pattern}\Z", error="1 to 64 of A–Z a–z 0–9 . _ @ $ : -")
CODE = validate.Length(min=1, max=20)


class SignIn(Schema):
    username = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST))
    device_id = fields.UUID(required=True, metadata={"description": "made by the client at its first start"})
    device_label = fields.String(required=True, validate=SHORT)


class AreaNamed(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class GrantShown(Schema):
    id = fields.UUID(required=True)
    role = fields.String(required=True, validate=ROLE)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    is_lead = fields.Boolean(required=True)


class Me(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    username = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, validate=LANGUAGE)
    area = fields.Nested(AreaNamed, required=True)
    grants = fields.List(fields.Nested(GrantShown), required=True)
    must_change_password = fields.Boolean(required=True)


class SessionShown(Schema):
    access_token = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "seconds"})
    must_change_password = fields.Boolean(required=True)
    me = fields.Nested(Me, required=True)


class PasswordChange(Schema):
    current = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST))
    new = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST))


class LanguageChoice(Schema):
    language = fields.String(required=True, validate=LANGUAGE)


class PersonShown(Me):
    active = fields.Boolean(required=True)
    work_im_id = fields.String(
        required=True, allow_none=True, metadata={"description": "at DingTalk; masked but for who keeps the accounts"}
    )
    app_push_id = fields.String(
        required=True, allow_none=True, metadata={"description": "client or alias at Getui; masked likewise"}
    )
    lng_wgs84 = fields.Float(required=True, allow_none=True)
    lat_wgs84 = fields.Float(required=True, allow_none=True)


class PeopleQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})
    role = fields.String(load_default=None, validate=ROLE)
    q = fields.String(
        load_default=None,
        validate=validate.Length(max=40),
        metadata={"description": "part of a name, or how a phone number or a username begins"},
    )
    active = fields.Boolean(load_default=True, metadata={"description": "false: those who were deactivated"})
    account = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "only with, or without, one"})


class _Position(Schema):
    lng_wgs84 = fields.Float(allow_none=True, validate=validate.Range(min=-180, max=180))
    lat_wgs84 = fields.Float(allow_none=True, validate=validate.Range(min=-90, max=90))

    @validates_schema
    def both_or_neither(self, data: dict[str, Any], **_: object) -> None:
        given = [data.get(name, "absent") for name in ("lng_wgs84", "lat_wgs84")]
        if len({type(value) for value in given}) > 1:
            raise ValidationError("longitude and latitude go together", "lat_wgs84")


class NewPerson(_Position):
    name = fields.String(required=True, validate=SHORT)
    phone = fields.String(required=True, validate=PHONE)
    area_code = fields.String(required=True, validate=CODE)
    language = fields.String(load_default="zh-CN", validate=LANGUAGE)
    work_im_id = fields.String(load_default=None, allow_none=True, validate=ADDRESS)
    app_push_id = fields.String(load_default=None, allow_none=True, validate=ADDRESS)


class PersonEdit(_Position):
    name = fields.String(validate=SHORT)
    phone = fields.String(validate=PHONE)
    area_code = fields.String(validate=CODE)
    language = fields.String(validate=LANGUAGE)
    work_im_id = fields.String(allow_none=True, validate=ADDRESS)
    app_push_id = fields.String(allow_none=True, validate=ADDRESS)


class PasswordIssue(Schema):
    username = fields.String(
        load_default=None,
        allow_none=True,
        validate=USERNAME,
        metadata={"description": "needed where the person has no account yet; else renames it"},
    )


class PasswordIssued(Schema):
    username = fields.String(required=True)
    password = fields.String(required=True, metadata={"description": "shown this one time"})


class NewGrant(Schema):
    role = fields.String(required=True, validate=ROLE)
    area_code = fields.String(required=True, validate=CODE)
    is_lead = fields.Boolean(load_default=False)


class GrantEdit(Schema):
    is_lead = fields.Boolean(required=True)


class Reactivation(Schema):
    grants = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "former grants to hold again: a deactivation taken back"},
    )


class AccountsIssue(Schema):
    people = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=500))
    anew = fields.Boolean(
        load_default=False, metadata={"description": "a new password also for those who have an account"}
    )


class AccountIssued(PasswordIssued):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)


class AccountsIssued(Schema):
    issued = fields.List(fields.Nested(AccountIssued), required=True)
    kept = fields.List(fields.UUID(), required=True, metadata={"description": "have an account, left as it is"})


class AreaCount(Schema):
    area_code = fields.String(required=True)
    people = fields.Integer(required=True, metadata={"description": "active people who belong right there"})


class AreaCounts(Schema):
    items = fields.List(fields.Nested(AreaCount), required=True)
