"""The JSON shapes of push."""

from datetime import UTC, datetime

from marshmallow import EXCLUDE, fields, validate

from backend.core.http.schema import PageQuery, Schema
from backend.identity.rules.addresses import CLIENT
from backend.push.rules.endpoints import MAX_LENGTH
from backend.push.rules.verdict import WHYS

PERMISSIONS = ("granted", "denied", "default", "unsupported")
CODE = validate.Length(min=1, max=32)
#: A phone whose battery was out may be decades off.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DISPLAY_MODE = validate.OneOf(["browser", "standalone", None])


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


class AppClient(Schema):
    client_id = fields.String(
        required=True,
        validate=validate.Regexp(rf"{CLIENT.pattern}\Z", error="not a client id"),
        metadata={"description": "as Getui gave it to the app on this phone"},
    )


class Heartbeat(Schema):
    permission = fields.String(required=True, validate=validate.OneOf(PERMISSIONS))
    endpoint = fields.String(required=True, allow_none=True, validate=validate.Length(max=MAX_LENGTH * 2))

    app_version = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    display_mode = fields.String(load_default=None, allow_none=True, validate=DISPLAY_MODE)
    storage_persisted = fields.Boolean(load_default=None, allow_none=True)
    queue_depth = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, 10**6),
        metadata={"description": "sealed items that the server has not confirmed"},
    )
    oldest_unsent_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        validate=validate.Range(EARLIEST, LATEST),
        metadata={"description": "by the device's clock"},
    )


class Verdict(Schema):
    """What a device is told of itself."""

    why = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([*WHYS, None]),
        metadata={"description": "why it cannot be reached; null where it can"},
    )
    last_test_shown_at = fields.AwareDateTime(required=True, allow_none=True)
    test_due = fields.Boolean(required=True, metadata={"description": "subscribed, and no test seen for 31 days"})


class HeartbeatAnswer(Verdict):
    subscribed = fields.Boolean(required=True)
    resubscribe = fields.Boolean(required=True)


class DeviceShown(Verdict):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    permission = fields.String(required=True, allow_none=True, validate=validate.OneOf([*PERMISSIONS, None]))
    app_version = fields.String(required=True, allow_none=True)
    display_mode = fields.String(required=True, allow_none=True, validate=DISPLAY_MODE)
    storage_persisted = fields.Boolean(required=True, allow_none=True)
    subscribed = fields.Boolean(required=True)
    gone_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "how its last subscription ended, where none lives"},
    )
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


class ReachQuery(Schema):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})


class UnreachedQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE, metadata={"description": "an area's code: its subtree"})
    why = fields.String(load_default=None, validate=validate.OneOf(WHYS))


def _count(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})


class ReachCounts(Schema):
    people = _count("active people at home there, or there with a role")
    webpush = _count("with a live push subscription, however long unheard of")
    live = _count("reached by an open screen alone")
    none = _count("reached by nothing")
    tested = _count("with a subscription, and saw a test within 31 days")
    untested = _count("with a subscription, and saw none")
    no_account = _count("none: has no account")
    never_signed_in = _count("none: never signed in")
    signed_out = _count("none: signed out everywhere")
    unsupported = _count("none: the browser last used cannot receive push")
    permission_denied = _count("none: notifications are forbidden there")
    gone = _count("none: the push service said that the subscription is gone")
    unsubscribed = _count("none: signed in, never subscribed or not any more")
    silent = _count("subscribed, but no sign of life for more than 7 days")


class AreaReach(ReachCounts):
    code = fields.String(required=True)
    level = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class ReachShown(Schema):
    total = fields.Nested(ReachCounts, required=True)
    areas = fields.List(fields.Nested(AreaReach), required=True)


class Unreached(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(
        required=True, allow_none=True, metadata={"description": "for those who see the people there"}
    )
    roles = fields.List(fields.String(), required=True)
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    why = fields.String(required=True, validate=validate.OneOf(WHYS))
    last_heartbeat_at = fields.AwareDateTime(required=True, allow_none=True)
    last_test_shown_at = fields.AwareDateTime(required=True, allow_none=True)


class CallbackQuery(Schema):
    """`key` was part of the address that the gateway was given."""

    key = fields.String(required=True, validate=validate.Length(max=200))


class AliyunReport(Schema):
    """Either what became of a message, or with `content` what somebody answered. What else it says is not read."""

    class Meta:
        unknown = EXCLUDE

    phone_number = fields.String(required=True, validate=validate.Length(max=32))
    success = fields.Boolean()
    out_id = fields.String(validate=validate.Length(max=256))
    content = fields.String(validate=validate.Length(max=2000))


class AliyunTaken(Schema):
    code = fields.Integer(required=True)
    msg = fields.String(required=True)
