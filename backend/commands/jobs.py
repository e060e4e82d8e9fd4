"""What the clock does for orders."""

from backend.commands.actions import expire, make_months
from backend.core.jobs import task


@task("commands.expire", cron="* * * * * */10")
def expire_orders() -> None:
    expire.expire()


@task("commands.make_months", cron="23 2 * * *")
def make_order_months() -> None:
    make_months.make_months()
