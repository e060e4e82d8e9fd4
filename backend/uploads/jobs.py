"""Later work of uploads."""

from backend.core.jobs import task
from backend.uploads.actions import make_thumb as thumbs
from backend.uploads.actions import purge as purging
from backend.uploads.actions import sweep as sweeping


@task("uploads.make_thumb")
def make_thumb(sha256: str) -> None:
    """Follows `upload.finished`."""
    thumbs.make_thumb(sha256)


@task("uploads.sweep", cron="41 * * * *")
def sweep() -> None:
    sweeping.sweep()


@task("uploads.purge", cron="47 * * * *")
def purge() -> None:
    purging.purge()
