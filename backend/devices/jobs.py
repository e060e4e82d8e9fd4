"""Later work of devices."""

from backend.core.jobs import task
from backend.devices.actions import tell_gaps as telling


@task("devices.tell_gaps", cron="*/2 * * * *")
def tell_gaps() -> None:
    telling.tell_gaps()
