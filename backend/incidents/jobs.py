"""What the clock does for cases, and what follows a photo or a change of the map."""

from uuid import UUID

from backend.core.jobs import task
from backend.incidents.actions import climb as climbing
from backend.incidents.actions import follow_order as following
from backend.incidents.actions import forget_photos as forgetting
from backend.incidents.actions import photos
from backend.incidents.actions import rehome as rehoming
from backend.incidents.actions.exports import expire, write


@task("incidents.climb", cron="* * * * * */10")
def climb() -> None:
    climbing.climb()


@task("incidents.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)


@task("incidents.take_in_photos")
def take_in_photos(subject_id: str) -> None:
    """Follows what announces photos: one whose file has come since."""
    photos.take_in(UUID(subject_id))


@task("incidents.photo_finished")
def photo_finished(record_id: str) -> None:
    """Follows `upload.finished`; most uploads belong to a case or one of its steps."""
    photos.take_in(UUID(record_id))


@task("incidents.follow_order")
def follow_order(subject_id: str) -> None:
    """Follows orders that are issued, updated, cancelled and cleared."""
    following.follow_order(UUID(subject_id))


@task("incidents.write_export")
def write_export(subject_id: str) -> None:
    """Follows `export.asked`, and itself page by page."""
    write.write(UUID(subject_id))


@task("incidents.expire_exports", cron="*/10 * * * *")
def expire_exports() -> None:
    expire.expire()


@task("incidents.forget_photos", cron="37 * * * *")
def forget_photos() -> None:
    forgetting.forget_photos()
