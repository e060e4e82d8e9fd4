"""What every write from a phone says: which one it is, and when it was tapped."""

from datetime import UTC, datetime

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.health.rules.colours import COLOURS

#: A phone whose battery was out may be decades off.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
CENTURIES_MS = 10**13
COLOUR = validate.OneOf(COLOURS)
WORDS = validate.Length(min=1, max=300)


class Made(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})


class Tapped(Made):
    device_at = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))
    clock_offset_ms = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-CENTURIES_MS, CENTURIES_MS),
        metadata={"description": "device minus server, as the device measured it"},
    )


class Kept(Schema):
    """What a phone's outbox wants to hear before it lets go."""

    id = fields.UUID(required=True, metadata={"description": "as it was sent"})
    state = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class HealthNote(Schema):
    note = fields.String(required=True, validate=WORDS, metadata={"description": "why; the person reads it"})


class HealthPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class HealthContact(HealthPerson):
    phone = fields.String(required=True)
