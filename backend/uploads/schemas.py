"""The JSON shape of an upload, and the headers of tus as the description names them."""

from typing import Any

from marshmallow import fields, validate

from backend.core.http.schema import Schema
from backend.uploads.rules.states import STATES


class UploadShown(Schema):
    id = fields.UUID(required=True)
    record_id = fields.UUID(required=True, metadata={"description": "what the photo belongs to"})
    sha256 = fields.String(required=True)
    length = fields.Integer(required=True)
    offset = fields.Integer(required=True, metadata={"description": "how many bytes have arrived"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    refusal = fields.String(required=True, allow_none=True, metadata={"description": "code, where it was refused"})
    expires_at = fields.AwareDateTime(required=True)


def header(name: str, says: str, *, required: bool = True) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "schema": {"type": "string"}, "description": says}


VERSION = header("Tus-Resumable", "1.0.0")
CREATION = (
    VERSION,
    header("Upload-Length", "bytes of the whole file"),
    header("Upload-Metadata", "sha256 (64 hexadecimal digits) and record_id (UUID), each in base64"),
)
PIECE = (
    VERSION,
    header("Upload-Offset", "where the bytes belong: as many as have arrived"),
    header("Upload-Checksum", "sha1 or sha256 of this body, in base64", required=False),
)
