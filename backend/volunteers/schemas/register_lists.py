"""The JSON shapes of lists on their way into the register."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.volunteers.rules.import_life import SIMILAR, STATES, VERDICTS
from backend.volunteers.rules.register_export import LANGUAGES


class ListSent(Schema):
    id = fields.UUID(required=True, metadata={"description": "made by the client, UUID version 7"})
    name = fields.String(
        required=True, validate=validate.Length(min=1, max=200), metadata={"description": "of the file"}
    )


class LineFault(Schema):
    column = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class ListShown(Schema):
    id = fields.UUID(required=True)
    file_name = fields.String(required=True)
    size_bytes = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    problem = fields.Nested(LineFault, required=True, allow_none=True, metadata={"description": "what stopped it"})
    rows_total = fields.Integer(required=True)
    rows_done = fields.Integer(required=True, metadata={"description": "while it is taken in"})
    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"description": "verdict → lines"}
    )
    similar = fields.String(required=True, allow_none=True, validate=validate.OneOf([*SIMILAR, None]))
    sent_at = fields.AwareDateTime(required=True)
    judged_at = fields.AwareDateTime(required=True, allow_none=True)
    taken_in_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True, metadata={"description": "its lines are destroyed then"})


ListPage = page_of(ListShown)


class LinesQuery(PageQuery):
    verdict = fields.String(load_default=None, validate=validate.OneOf(VERDICTS))


class LineShown(Schema):
    no = fields.Integer(required=True, metadata={"description": "its line in the file, the first is 1"})
    name = fields.String(required=True)
    phone = fields.String(required=True)
    external_id = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True, validate=validate.OneOf([*VERDICTS, None]))
    found_by = fields.String(required=True, allow_none=True, metadata={"description": "by what it is somebody known"})
    same_as = fields.Integer(required=True, allow_none=True, metadata={"description": "the line that it repeats"})
    changes = fields.List(fields.String(), required=True)
    faults = fields.List(fields.Nested(LineFault), required=True)


LinePage = page_of(LineShown)


class TakeIn(Schema):
    similar = fields.String(
        load_default="apart",
        validate=validate.OneOf(SIMILAR),
        metadata={"description": "what similar lines are: people of their own, or those they resemble"},
    )


class ReportQuery(Schema):
    language = fields.String(load_default="zh", validate=validate.OneOf(LANGUAGES))
