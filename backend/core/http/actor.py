"""Who acts: what the upper floors know about an actor, and how a request finds one."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """A signed-in person with their grants, as read at the start of the request."""

    @property
    def id(self) -> UUID: ...
    @property
    def person_path(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def must_change_password(self) -> bool: ...
    @property
    def device_id(self) -> UUID | None: ...

    def paths_as(self, *roles: str) -> tuple[str, ...]: ...


Identify = Callable[[], Actor | None]

_identify: list[Identify] = []


def identify_with(identify: Identify) -> None:
    """Say once, at start, how the bearer token of a request becomes an actor."""
    _identify[:] = [identify]


def identify() -> Actor | None:
    """The actor of this request; None where nobody is signed in. A bad token is refused by name."""
    return _identify[0]()
