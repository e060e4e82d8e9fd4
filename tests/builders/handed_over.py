"""Makes refused items, as a phone hands them to the duty desk."""

from typing import Any
from uuid import UUID

import orjson

from backend.core import clock
from backend.core.db import uuid7
from backend.core.http.actor import Actor
from backend.devices.actions import hand_over as handing
from backend.devices.models import HandedOver
from backend.uploads.actions.announce import announce
from backend.uploads.actions.append import Bytes, append
from backend.uploads.rules.tus import Piece
from tests.builders import photos

PHOTO = photos.jpeg(32, 24)


def hand_over(says: str = "已离岗", **more: Any) -> dict[str, Any]:
    """What POST /api/quarantine takes, as JSON; its body is what was sealed."""
    item_id = str(uuid7())
    return {
        "id": item_id,
        "method": "POST",
        "path": "/api/incidents",
        "body": orjson.dumps({"id": item_id, "description": says}).decode(),
        "photos": [photos.sha256(PHOTO)],
        "status": 403,
        "code": "actor.forbidden",
        "device_at": clock.now().isoformat(),
        "clock_offset_ms": 0,
        **more,
    }


def handed_over(actor: Actor, says: str) -> HandedOver:
    """An item of this person's, whose photo has arrived."""
    made = hand_over(says)
    item = handing.hand_over(actor, **{**made, "id": UUID(made["id"]), "device_at": clock.now()})
    upload = announce(actor, record_id=item.id, sha256=photos.sha256(PHOTO), length=len(PHOTO))
    append(actor, upload.id, Piece(0, None), Bytes(PHOTO, is_whole=True))
    return item
