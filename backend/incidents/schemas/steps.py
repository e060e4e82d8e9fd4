"""The JSON shapes of the steps of a case."""

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.duty.schemas import Tapped
from backend.incidents.schemas.report import LONGEST, PHOTOS, PhotoAnnounced, PositionMeasured

WORDS = validate.Length(max=LONGEST)
REASON = validate.Length(min=1, max=LONGEST)
#: of hours or days; nobody asks for more than a quarter
MOST = 90


class CaseStep(Tapped):
    """What every step says."""

    id = fields.UUID(required=True, metadata={"description": "of the step, made by the client, UUID version 7"})
    note = fields.String(load_default=None, allow_none=True, validate=WORDS)


class ReasonedStep(CaseStep):
    note = fields.String(required=True, validate=REASON, metadata={"description": "the reason"})


class SeenStep(CaseStep):
    """A step on the spot: from where it was said, with pictures."""

    place = fields.Nested(PositionMeasured, load_default=None, allow_none=True)
    photos = fields.List(fields.Nested(PhotoAnnounced), load_default=list, validate=validate.Length(max=PHOTOS))


class VerifyStep(SeenStep):
    confirmed = fields.Boolean(required=True, metadata={"description": "false: it is not as reported"})


class CheckStep(SeenStep):
    passed = fields.Boolean(required=True, metadata={"description": "false: it must be done again"})


class DispatchStep(CaseStep):
    unit_id = fields.UUID(required=True, metadata={"description": "one of GET /api/handling-units"})


class ExtendStep(ReasonedStep):
    figure = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "so many more hours or days of the deadline's kind"},
    )


class MergeStep(CaseStep):
    into_id = fields.UUID(required=True, metadata={"description": "the case that answers for this one, too"})


class RateStep(CaseStep):
    score = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=5))


class WorkDaySet(Schema):
    works = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "null: as the country's calendar has it"}
    )
    note = fields.String(required=True, validate=validate.Length(min=1, max=200))
