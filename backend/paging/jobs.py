"""What the clock does for paging, and what follows an area's succession."""

from backend.core.jobs import task
from backend.paging.actions import purge as purging
from backend.paging.actions import rehome as rehoming
from backend.paging.outbox import on_time


@task("paging.tick", cron="* * * * *")
def tick() -> None:
    on_time.tick()


@task("paging.purge", cron="53 2 * * *")
def purge() -> None:
    purging.purge()


@task("paging.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
