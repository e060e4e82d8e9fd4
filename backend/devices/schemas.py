"""The JSON shapes of phones as their supervisors see them, and of what was handed over."""

from datetime import UTC, datetime

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema
from backend.devices.queries.devices import STATES
from backend.devices.rules.outcome import OUTCOMES

#: A phone whose battery was out may be decades off.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
CENTURIES_MS = 10**13
HASH = validate.Regexp(r"^[0-9a-f]{64}\Z")
#: The largest item that the API would have taken.
MOST_TEXT = 1024 * 1024


class DevicesQuery(PageQuery):
    area = fields.String(load_default=None, validate=validate.Length(min=1, max=32))
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(STATES),
        metadata={"description": "gap: numbers are missing; waiting: something is unsent"},
    )


class Holder(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)


class DeviceHeard(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    person = fields.Nested(Holder, required=True)
    last_sync_at = fields.AwareDateTime(required=True)
    app_version = fields.String(required=True, allow_none=True)
    queue_depth = fields.Integer(
        required=True, allow_none=True, metadata={"description": "unsent items, as the phone said; null: it did not"}
    )
    oldest_unsent_at = fields.AwareDateTime(required=True, allow_none=True)
    said_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "when it said so"})
    high = fields.Integer(required=True, metadata={"description": "the highest number heard; 0: none"})
    missing = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "gaps below it, each by its first and last number"},
    )
    missing_count = fields.Integer(required=True)
    gap_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "when the newest opened"})


class HandOver(Schema):
    id = fields.UUID(required=True, metadata={"description": "the refused item's own; its photos' record_id"})
    method = fields.String(required=True, validate=validate.OneOf(["POST", "PUT", "PATCH", "DELETE"]))
    path = fields.String(required=True, validate=validate.Length(min=1, max=300))
    body = fields.String(
        required=True, validate=validate.Length(max=MOST_TEXT), metadata={"description": "as it was sealed"}
    )
    photos = fields.List(fields.String(validate=HASH), load_default=list, validate=validate.Length(max=20))
    status = fields.Integer(required=True, strict=True, validate=validate.Range(400, 599))
    code = fields.String(required=True, validate=validate.Length(min=1, max=100))
    device_at = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))
    clock_offset_ms = fields.Integer(required=True, strict=True, validate=validate.Range(-CENTURIES_MS, CENTURIES_MS))


class Settle(Schema):
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    note = fields.String(
        required=True,
        validate=validate.Length(min=1, max=500),
        metadata={"description": "said to whoever handed it over"},
    )


class QuarantineQuery(PageQuery):
    settled = fields.Boolean(load_default=None)


class Named(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class PhotoNamed(Schema):
    sha256 = fields.String(required=True)
    arrived = fields.Boolean(required=True)


class HandedOverShown(Schema):
    id = fields.UUID(required=True)
    person = fields.Nested(Named, required=True)
    method = fields.String(required=True)
    path = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoNamed), required=True)
    device_at = fields.AwareDateTime(required=True)
    clock_offset_ms = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    settled_by = fields.Nested(Named, required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf([*OUTCOMES, None]))
    note = fields.String(required=True, allow_none=True)


class HandedOverWhole(HandedOverShown):
    body = fields.String(required=True)


class PhotoQuery(Schema):
    size = fields.String(load_default="full", validate=validate.OneOf(["full", "thumb"]))
