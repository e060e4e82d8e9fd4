"""What the clock does for construction sites: a day that nobody wrote down climbs, a colour that turned is seen."""

from backend.core.jobs import task
from backend.sites.actions import days
from backend.sites.actions import recheck as rechecking
from backend.sites.actions import rehome as rehoming


@task("sites.climb", cron="11,41 * * * *")
def climb() -> None:
    days.climb()


@task("sites.recheck", cron="*/10 * * * *")
def recheck() -> None:
    rechecking.recheck()


@task("sites.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
