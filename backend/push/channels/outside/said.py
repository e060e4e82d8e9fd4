"""What a message outside says: the payload that the source of orders writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from backend.push.channels.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Said:
    """`text` fits into one text message where possible, `spoken` is for a call."""

    order_id: UUID
    person_id: UUID
    title: str
    text: str
    spoken: str
    #: said after any key, where it is not an order's own words
    kept: str
    #: a call that asks: where it starts, the steps, and what is said of keys that mean nothing
    questions: Mapping[str, Any] | None
    lang: str
    navigate: str
    token: str
    is_exercise: bool
    attempt: int

    @property
    def name(self) -> str:
        """The same whenever the same message is sent again: at most 32 characters, as gateways ask for."""
        # Of a UUIDv7 the last 64 bits are by chance alone.
        return f"{self.order_id.hex[-15:]}{self.person_id.hex[-15:]}{self.attempt % 100:02d}"


def said(envelope: Envelope) -> Said:
    given = orjson.loads(envelope.payload)
    return Said(
        order_id=UUID(given["order_id"]),
        person_id=UUID(given["person_id"]),
        title=given.get("title", ""),
        text=given.get("text", ""),
        spoken=given.get("spoken") or given.get("text", ""),
        kept=given.get("kept", ""),
        questions=given.get("questions"),
        lang=given.get("lang", "zh-CN"),
        navigate=given.get("navigate", ""),
        token=given.get("token", ""),
        is_exercise=bool(given.get("exercise")),
        attempt=given.get("attempt", 1),
    )
