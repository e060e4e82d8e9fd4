"""Later work of the register."""

from uuid import UUID

from backend.core.jobs import task
from backend.volunteers.actions import erase, exports
from backend.volunteers.actions.activities import on_time
from backend.volunteers.actions.activities import rehome as rehoming
from backend.volunteers.actions.importing import forget, judge, read_in, take_in


@task("volunteers.read_list")
def read_list(subject_id: str) -> None:
    """Follows `register.sent`."""
    read_in.read_in(UUID(subject_id))


@task("volunteers.judge_list")
def judge_list(subject_id: str) -> None:
    """Follows the reading."""
    judge.judge_list(UUID(subject_id))


@task("volunteers.take_list_in")
def take_list_in(subject_id: str) -> None:
    """Follows `register.confirmed`, and itself page by page."""
    take_in.take_in(UUID(subject_id))


@task("volunteers.write_export")
def write_export(subject_id: str) -> None:
    """Follows `register_export.asked`."""
    exports.write(UUID(subject_id))


@task("volunteers.expire", cron="*/10 * * * *")
def expire() -> None:
    exports.expire()
    forget.expire()


@task("volunteers.purge", cron="23 18 * * *")
def purge() -> None:
    """At night in Beijing: what nobody may keep any longer."""
    erase.sweep()


@task("volunteers.remind", cron="*/5 * * * *")
def remind() -> None:
    on_time.remind()


@task("volunteers.settle", cron="7,37 * * * *")
def settle() -> None:
    on_time.settle()


@task("volunteers.rehome")
def rehome(path: str) -> None:
    """Follows `area.succeeded`."""
    rehoming.rehome(path)
