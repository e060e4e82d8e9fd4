"""Later work of duty."""

from backend.core.jobs import task
from backend.duty.actions import over
from backend.duty.actions import rehome as rehoming


@task("duty.sweep", cron="*/5 * * * *")
def sweep() -> None:
    over.sweep()


@task("duty.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
