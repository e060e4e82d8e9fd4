"""The JSON shapes of answering pages, the list for people, and saved calls."""

from marshmallow import fields, validate

from backend.core.http.schema import Both, PageQuery, Schema, page_of
from backend.paging.rules import outcomes
from backend.paging.schemas.scripts import CODE, NAME, WORDS, PagingContent


class PagingAsked(Schema):
    content = fields.Nested(PagingContent, required=True)
    purpose = fields.String(required=True)
    asked_by = fields.Nested(Both, required=True)
    phone = fields.String(required=True)
    ends_at = fields.AwareDateTime(required=True)


class PagingAnswers(Schema):
    answers = fields.Dict(
        keys=fields.String(validate=NAME), values=fields.Raw(), load_default=dict, validate=validate.Length(max=20)
    )
    instead = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(outcomes.INSTEAD))


class PagingKept(Schema):
    state = fields.String(required=True)


class MyQuestion(Schema):
    campaign_id = fields.UUID(required=True)
    title = fields.Nested(Both, required=True)
    purpose = fields.String(required=True)
    asked_by = fields.Nested(Both, required=True)
    ends_at = fields.AwareDateTime(required=True)


class MyQuestions(Schema):
    items = fields.List(fields.Nested(MyQuestion), required=True)


class ExceptionsCountQuery(Schema):
    area = fields.String(load_default=None, validate=CODE)
    campaign = fields.UUID(load_default=None)


class ExceptionsQuery(PageQuery):
    area = fields.String(load_default=None, validate=CODE)
    campaign = fields.UUID(load_default=None)


class ExceptionsCount(Schema):
    waiting = fields.Integer(required=True, metadata={"description": "that nobody has closed"})
    mine = fields.Integer(required=True, metadata={"description": "of them, taken by me"})


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
    campaign = fields.UUID(load_default=None)
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)


class Savings(Schema):
    targets = fields.Integer(required=True)
    by_robot = fields.Integer(required=True)
    needed_person = fields.Integer(required=True)
    handled = fields.Integer(required=True, metadata={"description": "calls that people made and closed"})
    saved_calls = fields.Float(required=True, allow_none=True, metadata={"description": "null: of no targets"})
    minutes = fields.Float(required=True, metadata={"description": "of people, from taking to closing"})
    saved_minutes = fields.Float(
        required=True, allow_none=True, metadata={"description": "estimated by the calls made; null: nobody made one"}
    )


class SavingsRow(Savings):
    area_code = fields.String(required=True)
    area_name_zh = fields.String(required=True)
    area_name_en = fields.String(required=True)
    day = fields.Date(required=True)


class SavingsShown(Schema):
    total = fields.Nested(Savings, required=True)
    items = fields.List(fields.Nested(SavingsRow), required=True)
