"""Words to groups as the sender's source: one row for each order and robot, tried once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.core import clock
from backend.push.channels.envelope import Envelope, Result
from backend.push.models import RobotPost
from backend.push.rules.payloads import topic_of
from backend.push.sender.source import Source


class RobotOutbox(Source):
    channels: ClassVar = ("robot",)
    worth: ClassVar = 1

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        now = clock.now()
        due = (
            select(RobotPost.id)
            .where(RobotPost.state == "planned", RobotPost.due_at <= now)
            .order_by(RobotPost.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        # Never planned again by itself: of a sender that died nobody knows whether it had posted.
        taken = update(RobotPost).where(RobotPost.id.in_(due)).values(state="posting", claimed_by=sender_id)
        posts = session.scalars(taken.returning(RobotPost).execution_options(synchronize_session=False)).all()
        return [_envelope(post, now) for post in posts]

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        for result in results:
            session.execute(update(RobotPost).where(RobotPost.id == result.key).values(**_after(result)))

    def next_due(self, session: Session) -> datetime | None:
        return session.scalar(select(func.min(RobotPost.due_at)).where(RobotPost.state == "planned"))


def _after(result: Result) -> dict[str, Any]:
    if result.outcome == "accepted":
        return {"state": "posted", "posted_at": result.at}
    if result.retry_at is not None and not result.in_doubt:
        return {"state": "planned", "due_at": result.retry_at}
    return {"state": "failed"}


def _envelope(post: RobotPost, now: datetime) -> Envelope:
    return Envelope(
        key=post.id,
        channel="robot",
        subscription_id=post.id,
        endpoint=post.robot,
        p256dh="",
        auth="",
        key_id="",
        payload=orjson.dumps({"title": post.title, "text": post.text}),
        ttl=max(1, int((post.expires_at - now).total_seconds())),
        urgency="high",
        topic=topic_of(post.order_id),
        expires_at=post.expires_at,
    )
