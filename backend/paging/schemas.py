"""The JSON shapes of scripts, campaigns, answering pages, the list for people, and saved calls."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, PageQuery, Schema, page_of
from backend.identity.rules.roles import ROLES
from backend.paging.rules import outcomes, script
from backend.volunteers.rules.words import SKILLS

NAME = validate.Regexp(r"^[a-z][a-z0-9_]{0,29}$")
CODE = validate.Length(min=1, max=32)
WORDS = validate.Length(min=1, max=300)
FIGURE = validate.Range(-1_000_000, 1_000_000)
QUIET = validate.Regexp(r"^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


class PagingWords(Schema):
    zh = fields.String(required=True, validate=WORDS)
    en = fields.String(required=True, validate=WORDS)


class PagingOption(Schema):
    value = fields.String(required=True, validate=NAME)
    label = fields.Nested(PagingWords, required=True)
    abnormal = fields.Boolean(load_default=False)
    next = fields.String(load_default=None, allow_none=True, validate=NAME)


class PagingQuestion(Schema):
    id = fields.String(required=True, validate=NAME)
    kind = fields.String(required=True, validate=validate.OneOf(script.KINDS))
    text = fields.Nested(PagingWords, required=True)
    options = fields.List(fields.Nested(PagingOption), load_default=list, validate=validate.Length(max=20))
    next = fields.String(load_default=None, allow_none=True, validate=NAME)
    least = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    most = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal_below = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal_above = fields.Float(load_default=None, allow_none=True, validate=FIGURE)
    abnormal = fields.Boolean(
        load_default=False, metadata={"description": "whatever is said to it; of a text or a date"}
    )


class PagingContent(Schema):
    title = fields.Nested(PagingWords, required=True)
    intro = fields.Nested(PagingWords, required=True)
    thanks = fields.Nested(PagingWords, required=True)
    start = fields.String(required=True, validate=NAME)
    questions = fields.List(fields.Nested(PagingQuestion), required=True, validate=validate.Length(max=50))


class NewScript(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    area_code = fields.String(required=True, validate=CODE)
    content = fields.Nested(PagingContent, required=True)


class ScriptChange(Schema):
    based_on = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    content = fields.Nested(PagingContent, required=True)


class ScriptShown(Schema):
    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    version = fields.Integer(required=True)
    content = fields.Nested(PagingContent, required=True)
    changed_at = fields.AwareDateTime(required=True)


ScriptPage = page_of(ScriptShown)


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
    state = fields.String(required=True, validate=validate.OneOf(outcomes.STATES))
    made_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    purge_after = fields.AwareDateTime(required=True, allow_none=True)
    purged_at = fields.AwareDateTime(required=True, allow_none=True)
    counts = fields.Nested(CampaignCounts, required=True)


CampaignPage = page_of(CampaignShown)


class PagingAsked(Schema):
    content = fields.Nested(PagingContent, required=True)
    purpose = fields.String(required=True)
    ends_at = fields.AwareDateTime(required=True)


class PagingAnswers(Schema):
    answers = fields.Dict(
        keys=fields.String(validate=NAME), values=fields.Raw(), load_default=dict, validate=validate.Length(max=20)
    )
    instead = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(outcomes.INSTEAD))


class PagingKept(Schema):
    state = fields.String(required=True)


class ExceptionsQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE)


class PagingPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)


class PagingAnswerShown(Schema):
    question = fields.Nested(Both, required=True)
    answer = fields.Nested(Both, required=True)
    abnormal = fields.Boolean(required=True)


class ExceptionShown(Schema):
    id = fields.UUID(required=True)
    campaign_id = fields.UUID(required=True)
    campaign = fields.String(required=True)
    person = fields.Nested(PagingPerson, required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(outcomes.OUTCOMES))
    outcome_at = fields.AwareDateTime(required=True)
    answers = fields.List(fields.Nested(PagingAnswerShown), required=True)
    taken_by = fields.UUID(required=True, allow_none=True)
    taker = fields.String(required=True, allow_none=True)
    taken_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    found = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


ExceptionPage = page_of(ExceptionShown)


class CloseException(Schema):
    outcome = fields.String(required=True, validate=validate.OneOf(outcomes.FOUND))
    note = fields.String(load_default=None, allow_none=True, validate=WORDS)


class SavingsQuery(Schema):
    area = fields.String(load_default=None, validate=CODE)
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)


class Savings(Schema):
    targets = fields.Integer(required=True)
    by_robot = fields.Integer(required=True)
    needed_person = fields.Integer(required=True)
    saved_calls = fields.Float(required=True, allow_none=True, metadata={"description": "null: of no targets"})
    minutes = fields.Float(required=True, metadata={"description": "of people, from taking to closing"})


class SavingsRow(Savings):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    day = fields.Date(required=True)


class SavingsShown(Schema):
    total = fields.Nested(Savings, required=True)
    items = fields.List(fields.Nested(SavingsRow), required=True)
