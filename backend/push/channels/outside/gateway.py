"""What a gateway has to offer; all of it runs in the channel's own thread."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from backend.push.channels.envelope import Envelope, Report
from backend.push.rules.answers import Outcome

#: Ends when the report is in the database: only then a gateway is told that it arrived.
Tell = Callable[[Report], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one envelope. `wait_s`: when to try again; `throttles`: nobody else goes before it either."""

    envelope: Envelope
    outcome: Outcome
    reference: str = ""
    status: int = 0
    wait_s: float = 5.0
    throttles: bool = False
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the gateway accepted, to be taken back or asked after."""

    reference: str
    address: str


class Gateway(Protocol):
    """`batch`: so many fit into one call. `window`: so many calls at the same time."""

    batch: int
    window: int

    def alike(self, envelope: Envelope) -> object:
        """Those with the same fit into one call."""
        ...

    async def run(self, tell: Tell) -> None:
        """Keep the line open and listen, until cancelled."""
        ...

    async def close(self) -> None:
        """Let go of what is still open; nothing is asked of it any more."""
        ...

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        """One fate for each; never raises what the line may cause."""
        ...

    async def recall(self, messages: Sequence[Sent]) -> None:
        """Take back what can be taken back."""
        ...


@runtime_checkable
class Asked(Protocol):
    """A gateway that says only when it is asked what became of a message (`rules.asking`)."""

    async def ask(self, messages: Sequence[Sent], tell: Tell) -> None:
        """Tell of those about which something is known now."""
        ...


@runtime_checkable
class Lined(Protocol):
    """A gateway with lines that are taken for long: nothing leaves its queue before one is free."""

    async def free_line(self) -> None:
        """Ends when one is."""
        ...
