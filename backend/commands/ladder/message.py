"""What somebody who stays silent is told: the order in one text message, read out, and where it is to be found."""

from typing import Any, NamedTuple
from uuid import UUID

import orjson

from backend.commands.models.order import Order
from backend.commands.outbox.payload import TEXT_OF
from backend.commands.rules.brief_texts import Brief, brief
from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.drill_life import TEST_PLAN
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.commands.rules.receipt_token import Holder, seal


class Told(NamedTuple):
    """An order in a person's language, the same for all who speak it."""

    title: str
    brief: Brief


def told(order: Order, language: str) -> Told:
    spoken = TEXT_OF[language]
    words = order.texts[spoken]
    one_answer = order.kind in LAST_WORDS or order.plan_code == TEST_PLAN
    return Told(words["headline"], brief(words, spoken, one_answer=one_answer))


def payload(order: Order, said: Told, person_id: UUID, *, language: str, secret: str) -> bytes:
    message: dict[str, Any] = {
        "title": said.title,
        "text": said.brief.text,
        "spoken": said.brief.spoken,
        "lang": language,
        "order_id": str(order.id),
        "person_id": str(person_id),
        "token": seal(secret, Holder(order.id, person_id)),
        "navigate": f"/orders/{order.id}",
        "exercise": order.status == EXERCISE,
    }
    return orjson.dumps(message)
