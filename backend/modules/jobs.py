"""What the clock does for street modules: rows are of today, what is over goes, photos find their rows."""

from uuid import UUID

from backend.core.jobs import defer, task
from backend.modules.actions import every_day, follow, photos
from backend.modules.actions import purge as purging
from backend.modules.actions import rehome as rehoming


@task("modules.catch_up", cron="* * * * *")
def catch_up() -> None:
    _on(every_day.catch_up())


@task("modules.catch_up_more")
def catch_up_more() -> None:
    """A street with ten thousand rows does not wait for ten minutes after it has set a limit."""
    _on(every_day.catch_up())


def _on(worked_out: int) -> None:
    if worked_out == every_day.AT_ONCE:
        defer("modules.catch_up_more")


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


@task("modules.follow_site")
def follow_site(subject_id: str) -> None:
    """Follows what happens to construction sites."""
    follow.follow("site", UUID(subject_id))


@task("modules.follow_isolation")
def follow_isolation(subject_id: str) -> None:
    """Follows what happens to people in isolation at home."""
    follow.follow("isolation", UUID(subject_id))


@task("modules.sweep_boards", cron="*/10 * * * *")
def sweep_boards() -> None:
    """Time passes without a fact: half-days are missed, clearings run out."""
    follow.sweep()


@task("modules.fill_boards")
def fill_boards() -> None:
    """Follows `module.switched` and `health.destroyed`."""
    follow.sweep()
