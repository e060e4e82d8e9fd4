"""What an application may ask and send, by the words of GeoReport v2."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import marshmallow
from marshmallow import fields, validate

from backend.open311.rules import moments
from backend.open311.rules.status import STATUSES

#: the standard's limits
LONGEST, MOST = 4_000, 1_000
#: names, addresses, links
LINE = validate.Length(max=500)
PAGES = 10_000


class Moment(fields.Field[datetime]):
    """W3C date and time, as people send it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_more: Any) -> datetime:  # noqa: ARG002 - marshmallow's words
        try:
            return moments.read(str(value))
        except (ValueError, OverflowError) as error:
            raise marshmallow.ValidationError("W3C date and time, as 2010-01-01T00:00:00Z") from error


class Several(fields.Field[list[str]]):
    """Values with commas between them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_more: Any) -> list[str]:  # noqa: ARG002 - marshmallow's words
        return [one.strip() for one in str(value).split(",") if one.strip()]


class Asked(marshmallow.Schema):
    """What is not known does no harm, and an empty value is none."""

    class Meta:
        unknown = marshmallow.EXCLUDE
        ordered = True

    api_key = fields.String(load_default=None, metadata={"description": "of the application"})
    jurisdiction_id = fields.String(
        load_default=None, metadata={"description": "the code of the district or of a street"}
    )

    @marshmallow.pre_load
    def _without_empty(self, data: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if str(value).strip()}


class RequestsQuery(Asked):
    service_request_id = Several(
        load_default=list, metadata={"description": "several with commas; overrides all else", "type": "string"}
    )
    service_code = Several(load_default=list, metadata={"description": "several with commas", "type": "string"})
    start_date = Moment(load_default=None, metadata={"description": "W3C date and time", "type": "string"})
    end_date = Moment(load_default=None, metadata={"description": "W3C date and time", "type": "string"})
    status = Several(
        load_default=list, metadata={"description": "open, closed, or both with a comma", "type": "string"}
    )
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=PAGES))
    page_size = fields.Integer(load_default=MOST, validate=validate.Range(min=1, max=MOST))

    @marshmallow.validates("status")
    def _is_one(self, value: list[str], **_more: Any) -> None:
        if set(value) - set(STATUSES):
            raise marshmallow.ValidationError("open or closed")


class RequestForm(Asked):
    service_code = fields.String(load_default=None)
    lat = fields.Float(load_default=None, validate=validate.Range(min=-90, max=90), metadata={"description": "WGS 84"})
    long = fields.Float(
        load_default=None, validate=validate.Range(min=-180, max=180), metadata={"description": "WGS 84"}
    )
    address_string = fields.String(load_default=None, validate=LINE, metadata={"description": "where lat is not known"})
    email = fields.String(load_default=None, validate=LINE)
    device_id = fields.String(load_default=None, validate=LINE)
    account_id = fields.String(load_default=None, validate=LINE)
    first_name = fields.String(load_default=None, validate=LINE)
    last_name = fields.String(load_default=None, validate=LINE)
    phone = fields.String(load_default=None, validate=LINE)
    description = fields.String(load_default=None, validate=validate.Length(max=LONGEST))
    media_url = fields.URL(
        load_default=None,
        schemes={"http", "https"},
        validate=LINE,
        metadata={"description": "kept as words; nobody fetches it"},
    )
    media = fields.Raw(
        load_default=None,
        metadata={"type": "string", "format": "binary", "description": "photos, as files of a multipart form"},
    )
