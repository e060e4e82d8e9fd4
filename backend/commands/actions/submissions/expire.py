"""Say once of each submission that nobody decided in time."""

from sqlalchemy import select

from backend.commands.actions.submissions import step, tell
from backend.commands.models.submission import Submission
from backend.commands.queries import plans
from backend.commands.rules.submission import PENDING
from backend.core import clock
from backend.core.db import db


def expire() -> int:
    """Safe to run twice, and by two workers at once; returns how many."""
    run_out = select(Submission).where(Submission.state == PENDING, Submission.expires_at <= clock.now())
    # Somebody who decides just now is let finish: the next run looks again.
    held = db.session.scalars(run_out.order_by(Submission.id).with_for_update(skip_locked=True)).all()
    for submission in held:
        step.move(submission, "expire", actor=None)
        title = plans.frozen(submission.plan_code, submission.plan_version)["title"]
        tell.settled(submission, title, by=None, reason=None)
    return len(held)
