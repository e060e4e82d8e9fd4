"""One screen of the client: its address, who looks at it, and how it is judged."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.stage import Stage


@dataclass(frozen=True, slots=True)
class Screen:
    name: str
    #: The address as router.ts has it; `path` fills in its blanks.
    route: str
    #: Who of the stage looks at it; None for somebody who has not signed in.
    role: str | None
    path: Callable[[Stage], str]
    #: Stands there once the screen shows what it loads.
    ready: str = "h1"
    #: Worth a look on the command centre's screen too.
    is_wide: bool = False
    #: Another state of a screen that stands here already: looked at, not timed again.
    is_twin: bool = False
    #: What Lighthouse must give it at least; a map draws more than a list.
    performance: int = 95


def screen(name: str, route: str, role: str | None, **more: object) -> Screen:
    """A screen whose address has no blanks, unless `path` fills them."""
    return Screen(name, route, role, **({"path": lambda _: route} | more))  # type: ignore[arg-type]
