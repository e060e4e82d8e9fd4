"""What the clock does for health codes: silence climbs, keys grow old, records have had their time."""

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db
from backend.core.jobs import task
from backend.health.actions import keys, purge
from backend.health.actions import rehome as rehoming
from backend.health.actions.isolation import climb as climbing

MONTHS_AHEAD = 4


@task("health.climb", cron="* * * * *")
def climb() -> None:
    climbing.climb()


@task("health.purge", cron="41 2 * * *")
def purge_old() -> None:
    purge.purge()


@task("health.rotate_keys", cron="17 3 * * *")
def rotate_keys() -> None:
    keys.rotate_old()


@task("health.make_months", cron="29 2 * * *")
def make_months() -> None:
    months = {"today": clock.now().date(), "months": MONTHS_AHEAD}
    db.session.execute(text("SELECT ensure_month_partitions('health_check_in', :today, :months)"), months)


@task("health.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
