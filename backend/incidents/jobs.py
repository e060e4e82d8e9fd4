"""What the clock does for cases, and what follows a change of the map."""

from backend.core.jobs import task
from backend.incidents.actions import climb as climbing
from backend.incidents.actions import rehome as rehoming


@task("incidents.climb", cron="* * * * * */10")
def climb() -> None:
    climbing.climb()


@task("incidents.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
