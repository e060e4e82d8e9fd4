"""The JSON shapes of campaigns: whom they ask, over what, and what came of it."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, Schema, page_of
from backend.identity.rules.roles import ROLES
from backend.paging.rules import outcomes
from backend.paging.schemas.scripts import CODE, WORDS
from backend.volunteers.rules.words import SKILLS

QUIET = validate.Regexp(r"^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
#: as a phone dials it
PHONE = validate.Regexp(r"^$|^\+?[0-9][0-9 -]{2,19}$")


class PagingFilter(Schema):
    areas = fields.List(fields.String(validate=CODE), load_default=list, validate=validate.Length(max=200))
    roles = fields.List(
        fields.String(validate=validate.OneOf(list(ROLES))), load_default=list, validate=validate.Length(max=10)
    )
    skills = fields.List(
        fields.String(validate=validate.OneOf(list(SKILLS))), load_default=list, validate=validate.Length(max=15)
    )
    silent_days = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, 60),
        metadata={"description": "who has declared nothing of his health for so many days"},
    )


class PagingAttemptAsked(Schema):
    channel = fields.String(required=True, validate=validate.OneOf(outcomes.CHANNELS))
    wait_min = fields.Integer(required=True, strict=True, validate=validate.Range(1, outcomes.LONGEST_WAIT_MIN))


class CampaignAsked(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    script_id = fields.UUID(required=True)
    area_code = fields.String(required=True, validate=CODE)
    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    purpose = fields.String(required=True, validate=WORDS)
    phone = fields.String(
        load_default="", validate=PHONE, metadata={"description": "where people can ask back; empty: nowhere"}
    )
    starts_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata={"description": "begins by itself then; null: by hand"}
    )
    filter = fields.Nested(PagingFilter, required=True)
    attempts = fields.List(
        fields.Nested(PagingAttemptAsked),
        load_default=lambda: [dict(one) for one in outcomes.USUAL],
        validate=validate.Length(min=1, max=outcomes.MOST_ATTEMPTS),
    )
    quiet_hours = fields.String(load_default="21:00-08:00", validate=QUIET)
    lasts_h = fields.Integer(load_default=48, strict=True, validate=validate.Range(1, 24 * 14))
    keep_days = fields.Integer(load_default=30, strict=True, validate=validate.Range(1, 180))


class CampaignCounts(Schema):
    targets = fields.Integer(required=True)
    open = fields.Integer(required=True)
    handled = fields.Integer(required=True, metadata={"description": "closed by a person"})
    closed = fields.Integer(required=True)
    abnormal = fields.Integer(required=True)
    no_answer = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    wrong_number = fields.Integer(required=True)
    callback = fields.Integer(required=True)


class CampaignShown(CampaignAsked):
    version = fields.Integer(required=True)
    title = fields.Nested(Both, required=True, metadata={"description": "of the script"})
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(outcomes.STATES))
    made_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    purge_after = fields.AwareDateTime(required=True, allow_none=True)
    purged_at = fields.AwareDateTime(required=True, allow_none=True)
    counts = fields.Nested(CampaignCounts, required=True)


CampaignPage = page_of(CampaignShown)


class CampaignPreviewAsked(Schema):
    script_id = fields.UUID(required=True)
    area_code = fields.String(required=True, validate=CODE)
    filter = fields.Nested(PagingFilter, required=True)


class CampaignPreview(Schema):
    targets = fields.Integer(required=True)
    by_app = fields.Integer(required=True, metadata={"description": "signed in on a phone that a notice reaches"})
    by_sms = fields.Integer(required=True)
    by_voice = fields.Integer(required=True)
    text = fields.Nested(Both, required=True, metadata={"description": "as a text message says it"})
    text_parts = fields.Integer(required=True, metadata={"description": "messages that the longer text costs"})
    spoken = fields.Nested(Both, required=True, metadata={"description": "how a call begins"})
    call_s = fields.Integer(required=True, metadata={"description": "the longest call, about"})


class AttemptCounts(Schema):
    step = fields.Integer(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(outcomes.CHANNELS))
    made = fields.Integer(required=True)
    reached = fields.Integer(required=True, metadata={"description": "taken by the gateway, or delivered"})
    failed = fields.Integer(required=True)


class PlaceCounts(CampaignCounts):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)


class CampaignProgress(Schema):
    attempts = fields.List(fields.Nested(AttemptCounts), required=True)
    places = fields.List(fields.Nested(PlaceCounts), required=True)
