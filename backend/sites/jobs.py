"""What the clock does for sites: a missing day climbs, a colour that turned is seen; and what follows photos."""

from uuid import UUID

from backend.core.jobs import task
from backend.sites.actions import day_photos, days
from backend.sites.actions import recheck as rechecking
from backend.sites.actions import rehome as rehoming


@task("sites.climb", cron="11,41 * * * *")
def climb() -> None:
    days.climb()


@task("sites.recheck", cron="*/10 * * * *")
def recheck() -> None:
    rechecking.recheck()


@task("sites.photo_finished")
def photo_finished(record_id: str | None) -> None:
    """Follows `upload.finished`, which may be of anything, and a day's words: the later of the two sees both."""
    if record_id is not None:
        day_photos.take_in(UUID(record_id))


@task("sites.forget_photos", cron="43 * * * *")
def forget_photos() -> None:
    day_photos.forget()


@task("sites.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
