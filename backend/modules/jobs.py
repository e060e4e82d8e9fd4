"""What the clock does for street modules: rows are of today, and what has had its time goes."""

from backend.core.jobs import task
from backend.modules.actions import every_day
from backend.modules.actions import purge as purging
from backend.modules.actions import rehome as rehoming


@task("modules.catch_up", cron="* * * * *")
def catch_up() -> None:
    every_day.catch_up()


@task("modules.purge", cron="23 * * * *")
def purge() -> None:
    purging.purge()


@task("modules.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
