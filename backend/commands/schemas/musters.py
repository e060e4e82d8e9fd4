"""The JSON shapes of musters."""

from marshmallow import fields, validate

from backend.commands.queries.musters import STANDINGS
from backend.commands.rules import cap, lifecycle
from backend.commands.rules.muster import MOST_RESERVE, MOST_WANTED
from backend.commands.schemas.orders import REASON
from backend.commands.schemas.plans import AREA_CODE
from backend.core.http.schema import Both, Schema, page_of
from backend.volunteers.rules.words import AVAILABILITY, SKILLS

SKILL = validate.OneOf(list(SKILLS))
PART = validate.OneOf(list(AVAILABILITY))
LNG, LAT = validate.Range(min=-180, max=180), validate.Range(min=-90, max=90)


class MusterWanted(Schema):
    areas = fields.List(fields.String(validate=AREA_CODE), required=True, validate=validate.Length(min=1, max=500))
    skills = fields.List(
        fields.String(validate=SKILL), load_default=list, metadata={"description": "one of them is enough"}
    )
    availability = fields.List(
        fields.String(validate=PART), load_default=list, metadata={"description": "has time in all of these"}
    )
    green = fields.Boolean(load_default=False, metadata={"description": "only who has a green health code now"})
    wanted = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_WANTED))
    reserve = fields.Integer(load_default=0, validate=validate.Range(min=0, max=MOST_RESERVE))
    lng_wgs84 = fields.Float(load_default=None, allow_none=True, validate=LNG)
    lat_wgs84 = fields.Float(load_default=None, allow_none=True, validate=LAT)


class MusterIssue(MusterWanted):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7; also the order's"})
    place = fields.String(required=True, validate=validate.Length(min=1, max=60))
    task = fields.String(required=True, validate=validate.Length(min=1, max=60))
    time = fields.String(required=True, validate=validate.Length(min=1, max=60))
    phone = fields.String(required=True, validate=validate.Length(min=1, max=24))
    status = fields.String(load_default=cap.ACTUAL, validate=validate.OneOf(cap.STATUSES))
    override_reason = fields.String(load_default=None, allow_none=True, validate=REASON)


class MusterArea(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


class MusterPerson(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "masked"})
    phone = fields.String(required=True, metadata={"description": "masked"})
    skills = fields.List(fields.String(), required=True)
    area = fields.Nested(MusterArea, required=True)
    rank = fields.Integer(required=True)
    is_reserve = fields.Boolean(required=True)
    distance_m = fields.Float(required=True, allow_none=True)
    times_asked = fields.Integer(required=True, metadata={"description": "musters in thirty days"})
    reason = fields.Nested(Both, required=True)


class MusterPreview(Schema):
    found = fields.Integer(required=True)
    called = fields.Integer(required=True)
    reserve = fields.Integer(required=True)
    items = fields.List(fields.Nested(MusterPerson), required=True)


class LinePerson(MusterPerson):
    standing = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    called_at = fields.AwareDateTime(required=True, allow_none=True)
    stands_in = fields.Boolean(required=True, metadata={"description": "called because somebody said no"})


class MusterLine(Schema):
    coming = fields.Integer(required=True)
    arrived = fields.Integer(required=True)
    declined = fields.Integer(required=True)
    silent = fields.Integer(required=True)
    reserve = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class MusterListed(Schema):
    id = fields.UUID(required=True)
    place = fields.String(required=True)
    green = fields.Boolean(load_default=False, metadata={"description": "only who has a green health code now"})
    wanted = fields.Integer(required=True)
    found = fields.Integer(required=True)
    criteria = fields.Dict(required=True)
    issued_at = fields.AwareDateTime(required=True)
    status = fields.String(required=True, validate=validate.OneOf(cap.STATUSES))
    state = fields.String(required=True, validate=validate.OneOf(lifecycle.STATES))
    lng_wgs84 = fields.Float(required=True, allow_none=True)
    lat_wgs84 = fields.Float(required=True, allow_none=True)
    line = fields.Nested(MusterLine, required=True)


class MusterShown(MusterListed):
    items = fields.List(fields.Nested(LinePerson), required=True, metadata={"description": "400 at most"})


MusterPage = page_of(MusterListed)


class CallMore(Schema):
    count = fields.Integer(required=True, validate=validate.Range(min=1, max=500))
