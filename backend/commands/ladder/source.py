"""A step's channel as the sender sees it: who is silent and due, a message for each, and what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from backend.commands.ladder import claim, hear, settle
from backend.commands.rules.ladder import GATEWAYS, SMS
from backend.push.channels.envelope import Envelope, Result, Word
from backend.push.sender.source import Source


@dataclass(frozen=True, slots=True)
class Ladder(Source):
    """One for each channel, so that a slow one holds up no other. A closed one is passed over: its people climb on."""

    channel: str
    secret: str
    #: A gateway takes a few at a time; what it has no room for stays with us, where an answer still stops it.
    worth: ClassVar = 1

    @property
    def channels(self) -> Sequence[str]:
        return (self.channel,)

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        return claim.claim(session, sender_id, limit, channel=self.channel, secret=self.secret)

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        settle.settle(session, results)

    def hear(self, session: Session, words: Sequence[Word]) -> None:
        """One of them hears for all: somebody may be spoken of on two channels, and is held once."""
        if self.channel == SMS:
            hear.hear(session, words)

    def next_due(self, session: Session) -> datetime | None:
        return claim.next_due(session, self.channel)


def ladders(secret: str) -> list[Source]:
    """Of every channel that has a gateway."""
    return [Ladder(channel, secret) for channel in GATEWAYS]
