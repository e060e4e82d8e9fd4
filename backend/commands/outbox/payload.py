"""What a phone is sent: one text per order and language, and a token of its own for everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.commands.models.order import Order
from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.drill_life import TEST_PLAN
from backend.commands.rules.duty_phone import duty_phone
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.commands.rules.receipt_token import Sealer
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, shortened
from backend.push.rules import payloads

#: the person's language → that of the texts
TEXT_OF = {"zh-CN": "zh", "en": "en"}
ACTIONS = {
    "zh": {"acknowledged": "收到", "needs_help": "需要支援"},
    "en": {"acknowledged": "Received", "needs_help": "Need help"},
}
#: bytes; what a push service takes at most, less the padding and the token
LARGEST = 3_900
#: bytes; what also passes the narrowest bridge (Firefox on Android): beyond it the place is left out
ROOMY = 2_500
#: names of areas in a message; the rest is read on the page
FEW_AREAS = 8
_GAP = "{token}"
#: The gap as it stands in the JSON: quotes in a commander's words are escaped there, so none of them looks like it.
_BEFORE, _AFTER = b'"token":"', b'"'


@dataclass(frozen=True, slots=True)
class Template:
    """The message cut where the token goes."""

    before: bytes
    after: bytes

    def to(self, sealer: Sealer, person_id: UUID) -> bytes:
        return self.before + sealer.seal(person_id) + self.after


def template(order: Order, language: str) -> Template:
    """The message in a person's language."""
    message = notification(order, language)
    payload = payloads.packed(message)
    if len(payload) > ROOMY:
        del message["data"]["place"]
        payload = payloads.packed(message)
    if len(payload) > LARGEST:
        payload = payloads.shortened(payload) or payload
    before, after = payload.split(_BEFORE + _GAP.encode() + _AFTER)
    return Template(before + _BEFORE, _AFTER + after)


def notification(order: Order, language: str) -> dict[str, Any]:
    spoken = TEXT_OF[language]
    text = order.texts[spoken]
    return {
        "title": shortened(text["headline"], TITLE_WIDTH),
        "body": shortened(text["summary"], BODY_WIDTH),
        "navigate": f"/orders/{order.id}",
        # One tag for the whole chain: an update or a correction takes the place of what it is about.
        "tag": str(order.root_id),
        "lang": language,
        "dir": "ltr",
        "requireInteraction": True,
        "data": _data(order, spoken),
        "actions": _actions(order, spoken),
    }


def _data(order: Order, spoken: str) -> dict[str, Any]:
    text = order.texts[spoken]
    return {
        "kind": "order",
        "order_id": str(order.id),
        "identifier": order.identifier,
        "msg_type": order.msg_type,
        "sequence": order.sequence,
        "severity": order.severity,
        "exercise": order.status == EXERCISE,
        "expires": _iso(order.expires),
        "token": _GAP,
        "headline": text["headline"],
        "description": text["description"],
        "instruction": text["instruction"],
        "state_url": "/api/receipts",
        "duty_phone": duty_phone(order.slots),
        "place": _place(order, spoken),
    }


def _place(order: Order, spoken: str) -> dict[str, Any]:
    """Enough to say where without a network; a polygon waits for one."""
    areas = order.place["areas"][:FEW_AREAS]
    return {"circle": order.place["circle"], "areas": [area[f"name_{spoken}"] for area in areas]}


def _actions(order: Order, spoken: str) -> list[dict[str, str]]:
    """Nobody needs help with an all-clear, or with a test of the lines."""
    is_one_tap = order.kind in LAST_WORDS or order.plan_code == TEST_PLAN
    offered = ["acknowledged"] if is_one_tap else ["acknowledged", "needs_help"]
    return [{"action": action, "title": ACTIONS[spoken][action]} for action in offered]


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def topic(root_id: UUID) -> str:
    """One for the whole chain, as the tag: at the gateway, too, the newest replaces what is undelivered."""
    return payloads.topic_of(root_id)
