"""Personal notices as the sender's source: one row per device, sent the way orders are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from backend.core import clock
from backend.identity.models import Person
from backend.push.channels.envelope import Envelope, Result
from backend.push.models import Notice, NoticeDelivery, Subscription
from backend.push.rules.payloads import packed, topic_of
from backend.push.sender.life import is_free
from backend.push.sender.source import WORTH_CLAIMING, Source
from backend.push.sender.take_due import take_due

#: the person's language → that of the texts
_TEXT_OF = {"zh-CN": "zh", "en": "en"}
#: As a severe order: a second person may be waited for.
_RANK = 1


class NoticeOutbox(Source):
    channels = ("webpush",)
    worth = WORTH_CLAIMING

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        ids = take_due(session, NoticeDelivery, sender_id, limit)
        return _envelopes(session, ids) if ids else []

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        # In the order of their ids, as a withdrawal holds them.
        for result in sorted(results, key=lambda one: str(one.key)):
            values = {"claimed_by": None, "last_status": result.status, **_after(result)}
            # Withdrawn while it was under way, it stays withdrawn: that it went out all the same harms nobody.
            own = (NoticeDelivery.id == result.key, NoticeDelivery.state == "planned")
            session.execute(update(NoticeDelivery).where(*own).values(values))

    def next_due(self, session: Session) -> datetime | None:
        waiting = (NoticeDelivery.state == "planned", is_free(NoticeDelivery.claimed_by))
        return session.scalar(select(func.min(NoticeDelivery.due_at)).where(*waiting))


def _after(result: Result) -> dict[str, Any]:
    if result.outcome == "accepted":
        return {"state": "accepted", "accepted_at": result.at}
    if result.outcome in {"retry", "alarm", "unsent"}:
        # Past its expiry it is claimed once more, refused unsent, and failed by that.
        return {"due_at": result.retry_at or result.at}
    return {"state": "failed"}


def _envelopes(session: Session, ids: Sequence[UUID]) -> list[Envelope]:
    query = (
        select(NoticeDelivery.id, Notice, Person.language, Subscription)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .join(Subscription, Subscription.id == NoticeDelivery.subscription_id)
        .join(Person, Person.id == Notice.person_id)
        .where(NoticeDelivery.id.in_(ids))
    )
    return [_envelope(row) for row in session.execute(query)]


def _envelope(row: Row[*tuple[Any, ...]]) -> Envelope:
    notice: Notice = row.Notice
    to: Subscription = row.Subscription
    return Envelope(
        key=row.id,
        channel="webpush",
        subscription_id=to.id,
        endpoint=to.endpoint,
        p256dh=to.p256dh,
        auth=to.auth,
        key_id=to.key_id,
        payload=_payload(notice, row.language),
        ttl=max(1, int((notice.expires_at - clock.now()).total_seconds())),
        urgency="high",
        topic=topic_of(notice.subject_id),
        expires_at=notice.expires_at,
        rank=_RANK,
    )


def _payload(notice: Notice, language: str) -> bytes:
    words = notice.texts[_TEXT_OF[language]]
    return packed(
        {
            "title": words["title"],
            "body": words["body"],
            "navigate": notice.navigate,
            "tag": str(notice.subject_id),
            "lang": language,
            "dir": "ltr",
            "requireInteraction": True,
            "data": {"kind": "notice", "notice": notice.kind, "id": str(notice.id)},
        },
        app_badge=None,
    )
