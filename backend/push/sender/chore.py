"""What a sender does while nobody has anything to send."""

from typing import Protocol

from sqlalchemy.orm import Session


class Chore(Protocol):
    def step(self, session: Session) -> float:
        """Do a few milliseconds of it; the seconds until it wants to go on. The bell is heard in between."""
        ...
