"""What the clock does for indicators: figures of now and of days, who is told, and the years ahead."""

from backend.core.jobs import task
from backend.indicators.actions import compute, thin, years
from backend.indicators.actions import rehome as rehoming
from backend.indicators.actions import tell_crossings as telling


@task("indicators.compute_now", cron="*/2 * * * *")
def compute_now() -> None:
    """More often than figures of now turn grey."""
    compute.compute_now()


@task("indicators.compute_late", cron="7 * * * *")
def compute_late() -> None:
    """Soon after midnight the day that has ended, and each hour what came in late."""
    compute.compute_late()


@task("indicators.tell_crossings", cron="* * * * *")
def tell_crossings() -> None:
    telling.tell_crossings()


@task("indicators.thin", cron="51 2 * * *")
def thin_out() -> None:
    thin.thin()


@task("indicators.make_years", cron="37 2 1 * *")
def make_years() -> None:
    years.make_years()


@task("indicators.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
