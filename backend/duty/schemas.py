"""The JSON shapes of duty and standby."""

from datetime import UTC, datetime

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema
from backend.duty.rules.kinds import KINDS

#: A phone whose battery was out may be decades off; it checks in all the same.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
CENTURIES_MS = 10**13
KIND = validate.OneOf(KINDS)
CODE = validate.Length(min=1, max=32)


class Tapped(Schema):
    """When the device says it happened."""

    device_at = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))
    clock_offset_ms = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-CENTURIES_MS, CENTURIES_MS),
        metadata={"description": "device minus server, as the device measured it"},
    )


class Position(Schema):
    lng_wgs84 = fields.Float(required=True, validate=validate.Range(min=-180, max=180))
    lat_wgs84 = fields.Float(required=True, validate=validate.Range(min=-90, max=90))
    accuracy_m = fields.Float(load_default=None, allow_none=True, validate=validate.Range(min=0, max=100_000))


class CheckIn(Tapped):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    kind = fields.String(required=True, validate=KIND)
    area_code = fields.String(
        load_default=None,
        allow_none=True,
        validate=CODE,
        metadata={"description": "one of the places of GET /api/me/duty; else the first that fits"},
    )
    ends_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        validate=validate.Range(EARLIEST, LATEST),
        metadata={"description": "planned end, within 24 hours; else 12 hours, or midnight for standby"},
    )
    position = fields.Nested(Position, load_default=None, allow_none=True)


class Ending(Schema):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=200))


class RosterQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})


class PeriodShown(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=KIND)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    via = fields.String(required=True, validate=validate.OneOf(["self", "officer"]))
    started_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True, metadata={"description": "as planned"})
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    end_reason = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["checked_out", "replaced", "expired", "ended", None]),
    )
    note = fields.String(required=True, allow_none=True, metadata={"description": "the officer's reason"})


class PlaceShown(Schema):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    kinds = fields.List(fields.String(validate=KIND), required=True)


class MyDuty(Schema):
    now = fields.Nested(PeriodShown, required=True, allow_none=True)
    today = fields.List(fields.Nested(PeriodShown), required=True)
    places = fields.List(fields.Nested(PlaceShown), required=True)


class PersonThere(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "for those who may call"})


class ThereShown(PeriodShown):
    person = fields.Nested(PersonThere, required=True)


class AreaCounted(Schema):
    code = fields.String(required=True)
    level = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    duty = fields.Integer(required=True)
    standby = fields.Integer(required=True)


class Roster(Schema):
    duty = fields.Integer(required=True)
    standby = fields.Integer(required=True)
    areas = fields.List(fields.Nested(AreaCounted), required=True)
    items = fields.List(fields.Nested(ThereShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
