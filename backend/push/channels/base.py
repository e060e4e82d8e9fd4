"""The one interface of every way to reach a person."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, runtime_checkable
from uuid import UUID

from backend.push.channels.envelope import Envelope, Report, Result
from backend.push.channels.outside.gateway import Sent


class Channel(Protocol):
    """Takes envelopes without waiting and gives one result back for each, sooner or later."""

    @property
    def name(self) -> str: ...

    @property
    def room(self) -> int:
        """How many more envelopes it would take now."""
        ...

    @property
    def busy(self) -> bool:
        """Whether results are still to come."""
        ...

    def start(self, envelopes: Iterable[Envelope]) -> None:
        """Take envelopes in; never blocks."""
        ...

    def turn(self, timeout_s: float, wake: Sequence[int]) -> list[Result]:
        """Work until something happened, `timeout_s` passed or a file descriptor of `wake` has data."""
        ...

    def hand_back(self) -> list[Result]:
        """Give up what has not gone out yet, as `unsent`."""
        ...


@runtime_checkable
class Yielding(Channel, Protocol):
    """A channel in which messages wait, and the graver pass the others."""

    def make_way(self, rank: int) -> list[Result]:
        """Give up what has not gone out yet and is less urgent than `rank`, as `unsent`."""
        ...


@runtime_checkable
class Answering(Channel, Protocol):
    """A channel that leads outside: something comes back on it long after the message was accepted."""

    def fileno(self) -> int:
        """Readable as soon as results or reports are there."""
        ...

    def reports(self) -> list[Report]:
        """What has come back since it was asked last."""
        ...

    def kept(self) -> None:
        """What was reported last is in the database: the gateway may be told that it arrived."""
        ...

    def shared_by(self, senders: int) -> None:
        """So many senders share the gateway's limit."""
        ...

    def drop(self, subjects: Collection[UUID]) -> None:
        """Orders that were taken back: what waits here of them never leaves."""
        ...

    def ask(self, messages: Sequence[Sent]) -> None:
        """Ask what became of them; what is said comes back as reports."""
        ...

    def recall(self, messages: Sequence[Sent]) -> None:
        """Take back what was accepted, as far as the gateway can."""
        ...

    def close(self) -> None:
        """Put the line down."""
        ...
