"""The JSON shapes of activities, places in them, hours, certificates and calendars."""

from datetime import UTC, datetime

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.volunteers.queries.activities import WHENS
from backend.volunteers.rules.activity_life import ACTIVITY_STATES, FLAGS, MOST_CAPACITY, SIGNUP_STATES
from backend.volunteers.schemas.register import CODE, SKILL, VolunteerArea

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
AT = validate.Range(EARLIEST, LATEST)
CENTURIES_MS = 10**13
TITLE, TEXT = validate.Length(min=1, max=60), validate.Length(max=1_000)
CAPACITY = validate.Range(min=1, max=MOST_CAPACITY)


class ActivityEdit(Schema):
    title = fields.String(validate=TITLE)
    description = fields.String(validate=TEXT)
    place = fields.String(validate=TITLE)
    skills = fields.List(fields.String(validate=SKILL), validate=validate.Length(max=15))
    starts_at = fields.AwareDateTime(validate=AT)
    ends_at = fields.AwareDateTime(validate=AT)
    capacity = fields.Integer(validate=CAPACITY)


class NewActivity(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    area_code = fields.String(required=True, validate=CODE, metadata={"description": "whose volunteers it is for"})
    title = fields.String(required=True, validate=TITLE)
    description = fields.String(load_default="", validate=TEXT)
    place = fields.String(required=True, validate=TITLE)
    skills = fields.List(fields.String(validate=SKILL), load_default=list, validate=validate.Length(max=15))
    starts_at = fields.AwareDateTime(required=True, validate=AT)
    ends_at = fields.AwareDateTime(required=True, validate=AT)
    capacity = fields.Integer(required=True, validate=CAPACITY)
    publish = fields.Boolean(load_default=True)


class ActivitiesQuery(PageQuery):
    when = fields.String(load_default="coming", validate=validate.OneOf(WHENS))
    near = fields.Boolean(load_default=False, metadata={"description": "of my grids and their communities only"})
    hosted = fields.Boolean(load_default=False, metadata={"description": "those that I made only"})
    skill = fields.String(load_default=None, validate=SKILL)


class SignupShown(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(SIGNUP_STATES))
    signed_at = fields.AwareDateTime(required=True)
    in_at = fields.AwareDateTime(required=True, allow_none=True)
    out_at = fields.AwareDateTime(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True, metadata={"description": "in whole half-hours"})
    flags = fields.List(fields.String(validate=validate.OneOf(FLAGS)), required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    entered_why = fields.String(
        required=True, allow_none=True, metadata={"description": "why the host wrote it down; null: it was tapped"}
    )


class ActivityShown(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(ACTIVITY_STATES))
    title = fields.String(required=True)
    description = fields.String(required=True)
    place = fields.String(required=True)
    area = fields.Nested(VolunteerArea, required=True)
    skills = fields.List(fields.String(validate=SKILL), required=True)
    host_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "why it was called off"})
    mine = fields.Nested(SignupShown, required=True, allow_none=True)
    waiting_place = fields.Integer(
        required=True, allow_none=True, metadata={"description": "mine in the waiting list; 1 moves up next"}
    )
    clash = fields.String(
        required=True, allow_none=True, metadata={"description": "the title of one of mine at the same time"}
    )
    hosts = fields.Boolean(required=True, metadata={"description": "whether I keep its roster"})


ActivityPage = page_of(ActivityShown)


class RosterRow(SignupShown):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, metadata={"description": "masked"})


class ActivityRoster(Schema):
    items = fields.List(fields.Nested(RosterRow), required=True)


class ActivityPoster(Schema):
    address = fields.String(required=True, metadata={"description": "of the activity's page"})
    qr = fields.List(fields.String(), required=True, metadata={"description": "its rows, 1 is dark"})


class CallOffActivity(Schema):
    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))


class AttendActivity(Schema):
    device_at = fields.AwareDateTime(required=True, validate=AT)
    clock_offset_ms = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-CENTURIES_MS, CENTURIES_MS),
        metadata={"description": "device minus server, as the device measured it"},
    )
    person_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "by the host, for somebody"})


class EnterAttendance(Schema):
    person_id = fields.UUID(required=True)
    in_at = fields.AwareDateTime(required=True, validate=AT)
    out_at = fields.AwareDateTime(required=True, validate=AT)
    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))


class Attended(ActivityShown):
    recorded_at = fields.AwareDateTime(required=True, metadata={"description": "when the server heard of it"})


class ConfirmHours(Schema):
    people = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=500))
    accepted = fields.Boolean(load_default=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class HoursRow(SignupShown):
    title = fields.String(required=True)
    place = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    certificate = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the page that says to anybody that it is ours; once the hours are confirmed"},
    )


class MyHours(Schema):
    minutes = fields.Integer(required=True, metadata={"description": "confirmed, all in all"})
    items = fields.List(fields.Nested(HoursRow), required=True)


class FeedMade(Schema):
    path = fields.String(required=True, metadata={"description": "of the calendar; said this one time"})


class CertificateShown(Schema):
    number = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    confirmed_at = fields.AwareDateTime(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
