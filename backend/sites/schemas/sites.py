"""The JSON shapes of construction sites, their steps and their days."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.health.schemas.moments import CENTURIES_MS, EARLIEST, LATEST, WORDS, Made
from backend.sites.rules.life import MEASURES, STATES, STEPS

NAME, PHONE = validate.Length(min=1, max=80), validate.Regexp(r"^\+?[0-9][0-9 -]{4,23}$")
COUNT = validate.Range(min=0, max=100_000)
PHOTOS, LARGEST = 9, 50 * 1024 * 1024
STATE, VERB = validate.OneOf(STATES), validate.OneOf(list(STEPS))


def measures() -> fields.List[str]:
    return fields.List(fields.String(validate=validate.OneOf(MEASURES)), required=True, validate=validate.Length(max=6))


class SiteAreaQuery(Schema):
    area = fields.String(load_default=None, validate=validate.Length(min=1, max=32))


class SitesQuery(PageQuery, SiteAreaQuery):
    state = fields.String(load_default=None, validate=STATE)
    q = fields.String(
        load_default=None, validate=validate.Length(min=1, max=80), metadata={"description": "of its name or builder"}
    )


class SiteEdit(Schema):
    name = fields.String(required=True, validate=NAME)
    builder = fields.String(required=True, validate=NAME)
    responsible = fields.String(required=True, validate=NAME)
    phone = fields.String(validate=PHONE, metadata={"description": "left out: as it was"})
    headcount = fields.Integer(required=True, validate=COUNT)
    measures = measures()


class NewSite(SiteEdit, Made):
    phone = fields.String(required=True, validate=PHONE)
    area_code = fields.String(required=True, validate=validate.Length(min=1, max=32))


class SiteStepTaken(Schema):
    verb = fields.String(required=True, validate=VERB)
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)


class SiteClearings(Schema):
    total = fields.Integer(required=True)
    listed = fields.Integer(required=True)
    cleared = fields.Integer(required=True)
    expired = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class SiteCounts(Schema):
    sites = fields.Integer(required=True)
    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    workers = fields.Nested(SiteClearings, required=True)
    written_today = fields.Integer(required=True, metadata={"description": "sites whose day is written"})


class SiteRow(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    builder = fields.String(required=True)
    responsible = fields.String(required=True)
    phone = fields.String(
        required=True, metadata={"description": "masked; of one site whole, for the officers of its place"}
    )
    headcount = fields.Integer(required=True, metadata={"description": "as applied for"})
    measures = measures()
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=STATE)
    working_from = fields.Date(required=True, allow_none=True)
    workers = fields.Nested(SiteClearings, required=True)


SitePage = page_of(SiteRow)


class SiteStepShown(Schema):
    verb = fields.String(required=True, validate=VERB)
    state = fields.String(required=True, validate=STATE)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)


class SiteDayPhotoShown(Schema):
    sha256 = fields.String(required=True)
    arrived_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "null: on its way"})


class SiteDayShown(Schema):
    day = fields.Date(required=True)
    present = fields.Integer(required=True, allow_none=True)
    abnormal = fields.Integer(required=True, allow_none=True, metadata={"description": "had a temperature"})
    disinfected = fields.Boolean(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    submitted_by = fields.String(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    late = fields.Boolean(required=True, allow_none=True)
    missed_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "climbed to the street"})
    photos = fields.List(fields.Nested(SiteDayPhotoShown), required=True)


class SiteWhole(SiteRow):
    steps = fields.List(fields.Nested(SiteStepShown), required=True)
    days = fields.List(fields.Nested(SiteDayShown), required=True, metadata={"description": "the last fourteen"})
    today = fields.Date(required=True, metadata={"description": "as Beijing counts"})
    may = fields.List(fields.String(validate=VERB), required=True, metadata={"description": "the steps open to me"})


class SiteDayKept(SiteWhole):
    recorded_at = fields.AwareDateTime(required=True, metadata={"description": "when the server took the day"})


class SiteHistory(Schema):
    kind = fields.String(required=True, metadata={"description": "drafted, applied, workers_listed …"})
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True, allow_none=True, metadata={"description": "null: the clock"})
    workers = fields.Integer(required=True, allow_none=True, metadata={"description": "how many it was about"})
    day = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


SiteHistoryPage = page_of(SiteHistory)


class SitePhotoSize(Schema):
    size = fields.String(load_default="full", validate=validate.OneOf(["thumb", "full"]))


class SiteDayPhotoAnnounced(Schema):
    sha256 = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$"),
        metadata={"description": "of the file as the phone sends it, in hexadecimal"},
    )
    size_bytes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=LARGEST))


class SiteDayWritten(Schema):
    id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "of this writing, UUID version 7: uploads of its photos name it"},
    )
    day = fields.Date(required=True)
    present = fields.Integer(required=True, validate=COUNT)
    abnormal = fields.Integer(required=True, validate=COUNT)
    disinfected = fields.Boolean(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=WORDS)
    device_at = fields.AwareDateTime(required=True, validate=validate.Range(EARLIEST, LATEST))
    clock_offset_ms = fields.Integer(required=True, strict=True, validate=validate.Range(-CENTURIES_MS, CENTURIES_MS))
    photos = fields.List(fields.Nested(SiteDayPhotoAnnounced), load_default=list, validate=validate.Length(max=PHOTOS))
