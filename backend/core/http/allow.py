"""Who may call an endpoint: declared on each one, checked before anything is read."""

from dataclasses import dataclass, field

from backend.core.errors import refuse
from backend.core.http.actor import Actor


@dataclass(frozen=True, slots=True)
class Allow:
    """Everybody, the holder of a token or of an application's key in the body, the signed-in, or those with a role."""

    kind: str
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def may_have_actor(self) -> bool:
        """Whether it matters who is signed in."""
        return self.kind not in {"anyone", "application"}

    @property
    def needs_actor(self) -> bool:
        return self.kind in {"signed_in", "roles"}

    def check(self, actor: Actor | None) -> None:
        if not self.needs_actor:
            return
        if actor is None:
            refuse("actor.unknown")
        if self.kind == "roles" and not self.roles & actor.roles:
            refuse("actor.forbidden")


ANYONE = Allow("anyone")
TOKEN = Allow("token")
#: another program, by the key that it was issued: no person acts, and what it may the key says
APPLICATION = Allow("application")
SIGNED_IN = Allow("signed_in")


def roles(*names: str) -> Allow:
    return Allow("roles", frozenset(names))
