"""A channel of paging as the sender sees it: who is due, a message for each, and what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from backend.paging.outbox import claim, settle
from backend.paging.rules.outcomes import SMS, VOICE
from backend.paging.settings import Settings
from backend.push.channels.envelope import Envelope, Result, Word
from backend.push.sender.source import Source


@dataclass(frozen=True, slots=True)
class Paging(Source):
    """One for each channel, so that a slow one holds up no other."""

    channel: str
    settings: Settings
    #: A gateway takes a few at a time; what it has no room for stays with us, where an answer still stops it.
    worth: ClassVar = 1

    @property
    def channels(self) -> Sequence[str]:
        return (self.channel,)

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        return claim.claim(session, sender_id, limit, channel=self.channel, settings=self.settings)

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        settle.settle(session, results)

    def hear(self, session: Session, words: Sequence[Word]) -> None:
        """One of them hears for all."""
        if self.channel == SMS:
            settle.hear(session, words)

    def next_due(self, session: Session) -> datetime | None:
        return claim.next_due(session, self.channel)


def pagers(settings: Settings) -> list[Source]:
    return [Paging(channel, settings) for channel in (SMS, VOICE)]
