"""Orders as the sender sees them: batches that fall due, messages in the clear, results to write down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from backend.commands.outbox import claim, settle
from backend.commands.outbox.claim import LIVE, WEBPUSH
from backend.push.channels.envelope import Envelope, Result
from backend.push.sender.source import WORTH_CLAIMING, Source


@dataclass(frozen=True, slots=True)
class Orders(Source):
    """`secret` makes the receipt tokens. The session is the application's own, `db.session()`."""

    secret: str
    channels: ClassVar = (WEBPUSH, LIVE)
    worth: ClassVar = WORTH_CLAIMING

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        return claim.claim(session, sender_id, limit, secret=self.secret)

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        settle.settle(session, results)

    def next_due(self, session: Session) -> datetime | None:
        return claim.next_due(session)

    def most_urgent(self, session: Session) -> int | None:
        return claim.most_urgent(session)
