"""What the clock does for orders and drills, and what follows an order."""

from uuid import UUID

from backend.commands.actions import expire, freeze_forecast, keep_outcomes, knock_doors, make_months, move_out_months
from backend.commands.actions import take_back_replaced as taking_back
from backend.commands.actions import tell_groups as telling
from backend.commands.actions.closure import climb, pull_in
from backend.commands.actions.drills import adopt, finish, run_due
from backend.commands.actions.muster import call_next
from backend.commands.actions.report_exports import expire as expiring
from backend.commands.actions.report_exports import write as writing
from backend.commands.actions.submissions import expire as expire_submissions
from backend.core.jobs import defer, task


@task("commands.expire", cron="* * * * * */10")
def expire_orders() -> None:
    expire.expire()


@task("commands.expire_submissions", cron="* * * * * */10")
def expire_old_submissions() -> None:
    expire_submissions.expire()


@task("commands.knock_doors", cron="* * * * * */5")
def knock_at_doors() -> None:
    _knock()


@task("commands.knock_at_more_doors")
def knock_at_more_doors() -> None:
    """Follows itself, and the tick, until nobody is left: each hand in a transaction of its own."""
    _knock()


def _knock() -> None:
    if knock_doors.knock_doors() >= knock_doors.AT_ONCE:
        defer("commands.knock_at_more_doors")


@task("commands.take_back_replaced", cron="* * * * * */10")
def take_back_what_was_replaced() -> None:
    taking_back.take_back_replaced()


@task("commands.make_months", cron="23 2 * * *")
def make_order_months() -> None:
    make_months.make_months()


@task("commands.move_out_months", cron="41 2 * * *")
def move_out_old_months() -> None:
    move_out_months.move_out_months()


@task("commands.run_drills", cron="* * * * * */10")
def run_due_drills() -> None:
    run_due.run_due()


@task("commands.finish_drills", cron="* * * * * */10")
def finish_ended_drills() -> None:
    finish.finish_ended()


@task("commands.climb", cron="* * * * * */5")
def climb_unanswered() -> None:
    climb.climb()


@task("commands.freeze_forecast")
def freeze_order_forecast(subject_id: str) -> None:
    freeze_forecast.freeze_forecast(UUID(subject_id))


@task("commands.keep_outcomes", cron="* * * * * */30")
def keep_forecast_outcomes() -> None:
    keep_outcomes.keep_outcomes()


@task("commands.pull_in_substitute")
def pull_in_substitute(subject_id: str, person_id: str) -> None:
    pull_in.pull_in(UUID(subject_id), UUID(person_id))


@task("commands.adopt_drill")
def adopt_drill(subject_id: str) -> None:
    adopt.adopt(UUID(subject_id))


@task("commands.tell_groups")
def tell_groups(subject_id: str) -> None:
    telling.tell_groups(UUID(subject_id))


@task("commands.call_next")
def call_next_of_muster(subject_id: str, person_id: str) -> None:
    """Follows `recipient.fell_out`; most orders are no musters."""
    call_next.call_next(UUID(subject_id), person_id=UUID(person_id))


@task("commands.write_report")
def write_report(subject_id: str) -> None:
    """Follows `report.asked`, and itself page by page."""
    writing.write(UUID(subject_id))


@task("commands.expire_reports", cron="*/10 * * * *")
def expire_reports() -> None:
    expiring.expire()
