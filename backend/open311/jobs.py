"""What the clock does for reports from outside, and what follows a change of the map."""

from backend.core.jobs import task
from backend.open311.actions import forget as forgetting
from backend.open311.actions import rehome as rehoming


@task("open311.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)


@task("open311.forget_contacts", cron="29 3 * * *")
def forget_contacts() -> None:
    forgetting.forget()
