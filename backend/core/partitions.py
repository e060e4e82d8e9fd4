"""The months of the fact table: made ahead, so that no row ever lands in the default partition."""

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db
from backend.core.jobs import task

MONTHS_AHEAD = 4


@task("core.make_months", cron="23 2 * * *")
def make_months() -> None:
    months = {"today": clock.now().date(), "months": MONTHS_AHEAD}
    db.session.execute(text("SELECT ensure_month_partitions('fact', :today, :months)"), months)
