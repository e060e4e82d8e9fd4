"""The JSON shapes of a site's workers and their clearings."""

from marshmallow import fields, validate

from backend.core.http.schema import PageQuery, Schema, page_of
from backend.core.http.sheets import LineError
from backend.health.schemas.gate import CODE, SOURCE
from backend.health.schemas.moments import COLOUR, WORDS, Made
from backend.sites.rules.clearing import REMOVED, SOURCES, STATES
from backend.sites.schemas.sites import NAME, PHONE

STANDINGS = (*STATES, REMOVED)


class SiteWorkersQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(STANDINGS))
    q = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=80),
        metadata={"description": "how the name begins, or the number ends"},
    )


class SiteWorkerShown(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "masked"})
    phone = fields.String(required=True, metadata={"description": "masked"})
    trade = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    colour = fields.String(required=True, allow_none=True, validate=COLOUR)
    why = fields.String(
        required=True, allow_none=True, metadata={"description": "ok, a colour, or what was wrong with the code"}
    )
    source = fields.String(required=True, allow_none=True, validate=validate.OneOf([*SOURCES, None]))
    cleared_until = fields.AwareDateTime(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    purge_after = fields.AwareDateTime(required=True, metadata={"description": "destroyed then"})
    removed_why = fields.String(required=True, allow_none=True, metadata={"description": "why he was taken off"})


SiteWorkerPage = page_of(SiteWorkerShown)


class NewSiteWorker(Made):
    name = fields.String(required=True, validate=NAME)
    phone = fields.String(required=True, validate=PHONE)
    trade = fields.String(load_default="", validate=validate.Length(max=80))


class SiteWorkerRemoved(Schema):
    reason = fields.String(required=True, validate=WORDS)


class SiteListQuery(Schema):
    dry_run = fields.Boolean(load_default=True)


class SiteListReport(Schema):
    dry_run = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    new = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata={"description": "on the list already"})
    taken = fields.Integer(required=True, metadata={"description": "0 on a dry run, or where a line has an error"})
    errors = fields.List(fields.Nested(LineError), required=True)


class SiteClearMany(Schema):
    workers = fields.List(
        fields.UUID(),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=2_000),
        metadata={"description": "null: everybody who is not cleared now"},
    )


class SiteCode(Schema):
    code = fields.String(required=True, validate=CODE)
    source = fields.String(load_default="scan", validate=SOURCE)
