"""The JSON shapes of push."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.push.rules.endpoints import MAX_LENGTH

PERMISSIONS = ("granted", "denied", "default", "unsupported")


class KeyShown(Schema):
    """The key that a browser subscribes with."""

    key_id = fields.String(required=True)
    public_key = fields.String(required=True, metadata={"description": "applicationServerKey, base64url"})


class SubscriptionKeys(Schema):
    p256dh = fields.String(required=True, validate=validate.Length(max=200))
    auth = fields.String(required=True, validate=validate.Length(max=100))


class Subscribe(Schema):
    endpoint = fields.String(required=True, validate=validate.Length(max=MAX_LENGTH * 2))
    keys = fields.Nested(SubscriptionKeys, required=True)
    key_id = fields.String(required=True, validate=validate.Length(max=64))


class SubscriptionShown(Schema):
    id = fields.UUID(required=True)


class Heartbeat(Schema):
    permission = fields.String(required=True, validate=validate.OneOf(PERMISSIONS))
    endpoint = fields.String(required=True, allow_none=True, validate=validate.Length(max=MAX_LENGTH * 2))


class HeartbeatAnswer(Schema):
    subscribed = fields.Boolean(required=True)
    resubscribe = fields.Boolean(required=True)


class DeviceShown(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    permission = fields.String(required=True, allow_none=True, validate=validate.OneOf([*PERMISSIONS, None]))
    subscribed = fields.Boolean(required=True)
    last_test_state = fields.String(required=True, allow_none=True)
    last_test_at = fields.AwareDateTime(required=True, allow_none=True)
    this_device = fields.Boolean(required=True)


class DevicesShown(Schema):
    items = fields.List(fields.Nested(DeviceShown), required=True)


class StartTest(Schema):
    """Nothing to say: the test goes to the device of the session."""


class ConfirmTest(Schema):
    token = fields.String(required=True, validate=validate.Length(max=200))


class TestShown(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["planned", "accepted", "shown", "failed"]))
    created_at = fields.AwareDateTime(required=True)
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    shown_at = fields.AwareDateTime(required=True, allow_none=True)
    last_status = fields.Integer(required=True, allow_none=True)
