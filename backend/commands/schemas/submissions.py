"""The JSON shapes of submissions: orders that wait for a second person."""

from marshmallow import fields, validate

from backend.commands.rules import cap, submission
from backend.commands.schemas.check import Reach
from backend.commands.schemas.orders import REASON, Issuer, Responsible, slots
from backend.commands.schemas.plans import BothTexts
from backend.commands.schemas.targets import Target
from backend.core.http.schema import Both, PageQuery, Schema


class SubmissionsQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(submission.STATES))


class RefuseSubmission(Schema):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class OverrideSubmission(Schema):
    reason = fields.String(required=True, validate=REASON)


class SubmissionPlace(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    level = fields.String(required=True)


class SubmissionStepShown(Schema):
    state = fields.String(required=True, validate=validate.OneOf(submission.STATES))
    at = fields.AwareDateTime(required=True)
    who = fields.Nested(Issuer, required=True, allow_none=True, metadata={"description": "null: the clock"})
    reason = fields.String(required=True, allow_none=True)


class Decider(Responsible):
    role = fields.String(required=True)


class SubmissionListed(Schema):
    id = fields.UUID(required=True, metadata={"description": "of the order that it becomes"})
    state = fields.String(required=True, validate=validate.OneOf(submission.STATES))
    status = fields.String(required=True, validate=validate.OneOf(cap.STATUSES))
    plan_code = fields.String(required=True)
    plan_version = fields.Integer(required=True)
    title = fields.Nested(Both, required=True)
    event = fields.String(required=True)
    event_class = fields.String(required=True)
    severity = fields.String(required=True)
    response_level = fields.String(required=True)
    texts = fields.Nested(BothTexts, required=True)
    slots = slots()
    target = fields.Nested(Target, required=True)
    area = fields.Nested(SubmissionPlace, required=True, metadata={"description": "holds all recipients"})
    people = fields.Integer(required=True, metadata={"description": "recipients when it was sent"})
    stamps = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    submitter = fields.Nested(Responsible, required=True)
    cause = fields.String(required=True, allow_none=True)
    sent_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    steps = fields.List(fields.Nested(SubmissionStepShown), required=True)
    is_mine = fields.Boolean(required=True)
    may_decide = fields.Boolean(required=True)


class SubmissionShown(SubmissionListed):
    deciders = fields.List(fields.Nested(Decider), required=True, metadata={"description": "the nearest ten"})
    deciders_total = fields.Integer(required=True)
    reach = fields.Nested(Reach, required=True, allow_none=True, metadata={"description": "now; null once settled"})
