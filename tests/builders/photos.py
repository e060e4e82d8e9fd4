"""Makes photos as phones do, and sends them by tus."""

import base64
import hashlib
import io
import random
from typing import Any
from uuid import UUID

from PIL import Image
from werkzeug.test import TestResponse

from backend.core.db import uuid7
from tests.client import ActingClient

TUS = {"Tus-Resumable": "1.0.0"}
MEDIA_TYPE = "application/offset+octet-stream"


def jpeg(width: int = 320, height: int = 240, *, seed: int = 1, kind: str = "JPEG", **more: Any) -> bytes:
    """A picture with enough in it to be no small file; the same seed is the same picture."""
    noise = random.Random(seed).randbytes(width * height * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), noise).save(out, kind, **more)
    return out.getvalue()


def with_position(**more: Any) -> bytes:
    """As a camera makes it: turned by a flag, with the place and the owner in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 16.0, 12.0), 3: "E", 4: (120.0, 10.0, 3.0)})
    return jpeg(exif=exif, **more)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def metadata(data: bytes, record_id: UUID) -> str:
    said = {"sha256": sha256(data), "record_id": str(record_id)}
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


def announce(client: ActingClient, data: bytes, record_id: UUID | None = None, **headers: str) -> TestResponse:
    said = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(data, record_id or uuid7())}
    return client.post("/api/uploads", headers={**TUS, **said, **headers})


def announced(client: ActingClient, data: bytes, record_id: UUID | None = None) -> str:
    reply = announce(client, data, record_id)
    assert reply.status_code == 201, reply.json
    return reply.headers["Location"]


def send(client: ActingClient, where: str, data: bytes, *, at: int = 0, **headers: str) -> TestResponse:
    said = {"Upload-Offset": str(at), "Content-Type": MEDIA_TYPE}
    return client.patch(where, data=data, headers={**TUS, **said, **headers})


def uploaded(client: ActingClient, data: bytes, record_id: UUID | None = None) -> str:
    """All of it, in one piece."""
    where = announced(client, data, record_id)
    reply = send(client, where, data)
    assert reply.status_code == 204, reply.json
    return where


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"
