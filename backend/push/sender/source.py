"""What the sender asks of whoever has messages: hand some out, take back what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from backend.push.channels.envelope import Envelope, Result, Word

__all__ = ["WORTH_CLAIMING", "Envelope", "Result", "Source", "Word"]

#: `worth` of what goes out by the thousand: a claim costs as much for one message as for hundreds.
WORTH_CLAIMING = 2_000


class Source(Protocol):
    """Rows with a due time; a claim is void as soon as the sender's advisory lock is gone."""

    @property
    def channels(self) -> Sequence[str]:
        """By which names its envelopes go: it is asked for no more than all of those channels take.

        So a channel that a gateway's limit paces wants a source of its own, or it paces all the others.
        """
        ...

    @property
    def worth(self) -> int:
        """With less room than this it need not be asked."""
        ...

    def claim(self, session: Session, sender_id: int, limit: int) -> list[Envelope]:
        """Take up to about `limit` due envelopes for this sender; the caller commits."""
        ...

    def settle(self, session: Session, results: Sequence[Result]) -> None:
        """Write results in bulk; the caller commits."""
        ...

    def next_due(self, session: Session) -> datetime | None:
        """When the next envelope falls due, None when there is none."""
        ...

    def hear(self, session: Session, words: Sequence[Word]) -> None:  # noqa: ARG002 - who waits for none leaves it so
        """Take what came back of messages, whoever sent them: those of others are let pass. The caller commits."""
        return

    def most_urgent(self, session: Session) -> int | None:  # noqa: ARG002 - who has no gravity of his own leaves it so
        """The lowest rank that is due and free; None when nothing of it should pass what waits already."""
        return None
