"""The headers of tus 1.0 (https://tus.io/protocols/resumable-upload), read and checked; core, creation, checksum."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from backend.core.errors import Problem, refuse

VERSION = "1.0.0"
MEDIA_TYPE = "application/offset+octet-stream"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
#: What the server says of itself, on OPTIONS.
OFFERS = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,checksum,expiration",
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}
DIGITS = re.compile(r"[0-9]{1,15}")
SHA256 = re.compile(r"[0-9a-f]{64}")
#: Gives a header by its name.
Ask = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Announced:
    """What a phone is about to send."""

    length: int
    #: of the file as the phone has it, hexadecimal
    sha256: str
    record_id: UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """Where the bytes of a request belong, and what they must add up to."""

    at: int
    checksum: "Checksum | None"


@dataclass(frozen=True, slots=True)
class Checksum:
    algorithm: str
    digest: bytes

    def fits(self, data: bytes) -> bool:
        return ALGORITHMS[self.algorithm](data).digest() == self.digest


def check_version(ask: Ask) -> None:
    if ask("Tus-Resumable") != VERSION:
        raise Problem("upload.version", headers={"Tus-Version": VERSION})


def announced(ask: Ask) -> Announced:
    said = _metadata(ask("Upload-Metadata") or "")
    sha256 = said.get("sha256", "").lower()
    if not SHA256.fullmatch(sha256):
        refuse("upload.header", header="Upload-Metadata: sha256")
    try:
        record_id = UUID(said.get("record_id", ""))
    except ValueError:
        refuse("upload.header", header="Upload-Metadata: record_id")
    return Announced(_number(ask, "Upload-Length"), sha256, record_id)


def piece(ask: Ask) -> Piece:
    if (ask("Content-Type") or "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        refuse("upload.media_type")
    given = ask("Upload-Checksum")
    return Piece(_number(ask, "Upload-Offset"), None if given is None else _checksum(given))


def _number(ask: Ask, name: str) -> int:
    given = ask(name) or ""
    return int(given) if DIGITS.fullmatch(given) else refuse("upload.header", header=name)


def _metadata(given: str) -> dict[str, str]:
    """Names with values in base64, separated by commas; a name may stand alone."""
    pairs = [pair.strip().partition(" ") for pair in given.split(",")]
    return {name: _text(value) for name, _, value in pairs if name}


def _text(value: str) -> str:
    try:
        return _bytes(value).decode()
    except UnicodeDecodeError:
        refuse("upload.header", header="Upload-Metadata")


def _checksum(given: str) -> Checksum:
    algorithm, _, digest = given.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        refuse("upload.header", header="Upload-Checksum")
    return Checksum(algorithm, _bytes(digest))


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        refuse("upload.header", header="base64")
