"""What the clock does for street modules: rows are of today, what is over goes, photos find their rows."""

from uuid import UUID

from backend.core.jobs import task
from backend.modules.actions import every_day, photos
from backend.modules.actions import purge as purging
from backend.modules.actions import rehome as rehoming


@task("modules.catch_up", cron="* * * * *")
def catch_up() -> None:
    every_day.catch_up()


@task("modules.purge", cron="23 * * * *")
def purge() -> None:
    purging.purge()


@task("modules.take_in_photos")
def take_in_photos(subject_id: str) -> None:
    """Follows a form: a photo that it names may have come before it."""
    photos.take_in(UUID(subject_id))


@task("modules.photo_finished")
def photo_finished(record_id: str) -> None:
    """Follows `upload.finished`."""
    photos.take_in(UUID(record_id))


@task("modules.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
