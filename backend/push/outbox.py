"""Test pushes as the sender's second source: one row each, sent the way orders are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.identity.models import Person
from backend.push.channels.envelope import Envelope, Result
from backend.push.models import PushTest, Subscription
from backend.push.rules.payloads import packed, topic_of
from backend.push.rules.tokens import token_of
from backend.push.sender.life import is_free
from backend.push.sender.source import WORTH_CLAIMING, Source
from backend.push.sender.take_due import take_due
from backend.push.settings import settings

_WORDS = {
    "zh-CN": ("测试通知", "收到了:这台设备可以接收指令"),
    "en": ("Test", "It arrived: this device can receive orders"),
}
#: Somebody looks at his phone and waits; but an order comes first.
_RANK = 4


class PushTestOutbox(Source):
    channels = ("webpush",)
    worth = WORTH_CLAIMING

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        ids = take_due(session, PushTest, sender_id, limit)
        return _envelopes(session, ids) if ids else []

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        for result in results:
            test_id = result.key
            values = _after(result)
            # The device may have shown it before we learned that it was accepted.
            open_ = (PushTest.id == test_id, PushTest.state.in_(["planned", "accepted"]))
            session.execute(update(PushTest).where(*open_).values(claimed_by=None, last_status=result.status, **values))

    def next_due(self, session: Session) -> datetime | None:
        waiting = (PushTest.state == "planned", is_free(PushTest.claimed_by))
        return session.scalar(select(func.min(PushTest.due_at)).where(*waiting))


def _after(result: Result) -> dict[str, Any]:
    if result.outcome == "accepted":
        return {"state": "accepted", "accepted_at": result.at}
    if result.outcome in {"retry", "alarm", "unsent"}:
        # Past its expiry it is claimed once more, refused unsent, and failed by that.
        return {"due_at": result.retry_at or result.at}
    return {"state": "failed"}


def _envelopes(session: Session, ids: Sequence[UUID]) -> list[Envelope]:
    query = (
        select(PushTest.id, PushTest.expires_at, Person.language, Subscription)
        .join(Subscription, Subscription.id == PushTest.subscription_id)
        .join(Person, Person.id == PushTest.person_id)
        .where(PushTest.id.in_(ids))
    )
    return [_envelope(*row) for row in session.execute(query)]


def _envelope(test_id: UUID, expires_at: datetime, language: str, to: Subscription) -> Envelope:
    return Envelope(
        key=test_id,
        channel="webpush",
        subscription_id=to.id,
        endpoint=to.endpoint,
        p256dh=to.p256dh,
        auth=to.auth,
        key_id=to.key_id,
        payload=_payload(test_id, language),
        ttl=300,
        urgency="high",
        topic=topic_of(test_id),
        expires_at=expires_at,
        rank=_RANK,
    )


def _payload(test_id: UUID, language: str) -> bytes:
    title, body = _WORDS[language]
    token = token_of(settings().secret, test_id)
    return packed(
        {
            "title": title,
            "body": body,
            "navigate": "/devices",
            "tag": str(test_id),
            "lang": language,
            "dir": "ltr",
            "data": {"kind": "test", "test_id": str(test_id), "token": token},
        },
        app_badge=0,
    )
