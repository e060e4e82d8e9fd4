"""The jobs of identity."""

from backend.core.jobs import task
from backend.identity.actions import rehome as rehoming
from backend.identity.actions import sweep as sweeping


@task("identity.rehome")
def rehome(path: str) -> None:
    rehoming.rehome(path)


@task("identity.sweep", cron="41 * * * *")
def sweep() -> None:
    sweeping.sweep()
