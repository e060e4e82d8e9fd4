"""The signed-in person of a request, with the roles held and the subtrees they cover."""

from dataclasses import dataclass
from uuid import UUID

from backend.areas.rules.paths import outermost


@dataclass(frozen=True, slots=True)
class Held:
    """A role on the subtree of a path."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """As read once, at the start of the request; without a device where he asked earlier for what is done now."""

    id: UUID
    person_path: str
    held: tuple[Held, ...]
    must_change_password: bool
    #: None where a job acts for somebody who is not there
    device_id: UUID | None
    session_id: UUID | None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(held.role for held in self.held)

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(outermost(held.path for held in self.held))

    def paths_as(self, *roles: str) -> tuple[str, ...]:
        """The subtrees on which one of these roles is held."""
        return tuple(outermost(held.path for held in self.held if held.role in roles))
