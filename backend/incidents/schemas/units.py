"""The JSON shapes of handling units and of the working calendar."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.duty.schemas import CODE
from backend.incidents.schemas.incidents import IncidentArea, IncidentPerson

NAME = validate.Length(min=1, max=80)


class NewUnit(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    name_zh = fields.String(required=True, validate=NAME)
    name_en = fields.String(required=True, validate=NAME)
    area_code = fields.String(required=True, validate=CODE)


class UnitChanges(Schema):
    name_zh = fields.String(validate=NAME)
    name_en = fields.String(validate=NAME)
    active = fields.Boolean(metadata={"description": "false: nothing new is dispatched to it"})


class UnitMembers(Schema):
    people = fields.List(
        fields.UUID(), required=True, validate=validate.Length(max=500), metadata={"description": "all of them"}
    )


class UnitShown(Schema):
    id = fields.UUID(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    active = fields.Boolean(required=True)
    area = fields.Nested(IncidentArea, required=True)
    in_hand = fields.Integer(required=True, metadata={"description": "cases that it has to handle now"})
    is_mine = fields.Boolean(required=True)


class UnitList(Schema):
    items = fields.List(fields.Nested(UnitShown), required=True)


class MemberList(Schema):
    items = fields.List(fields.Nested(IncidentPerson), required=True)


class CalendarQuery(Schema):
    year = fields.Integer(required=True, validate=validate.Range(min=2004, max=2100))


class WorkHours(Schema):
    begins = fields.String(required=True)
    ends = fields.String(required=True)


class DayShown(Schema):
    day = fields.Date(required=True)
    works = fields.Boolean(required=True)
    is_own = fields.Boolean(required=True, metadata={"description": "set by the district"})
    note = fields.String(required=True, allow_none=True)


class WorkCalendar(Schema):
    year = fields.Integer(required=True)
    working_day = fields.List(fields.Nested(WorkHours), required=True)
    days = fields.List(
        fields.Nested(DayShown),
        required=True,
        metadata={"description": "days that are not as their weekday says: holidays, make-up days, the district's own"},
    )
